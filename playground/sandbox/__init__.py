"""The sandbox server: contract first, with a store, a clock and a seed."""
