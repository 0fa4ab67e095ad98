"""Headers that every answer of a kind carries."""

__all__ = ["NO_STORE", "PAGE", "QUIET"]

# RFC 6749, section 5.1
NO_STORE = (("Cache-Control", "no-store"), ("Pragma", "no-cache"))

# RFC 9700, section 4.2.4: no code leaks through a referrer
QUIET = (("Referrer-Policy", "no-referrer"), ("X-Content-Type-Options", "nosniff"))

# RFC 9700, section 4.16: nobody frames the page (older browsers know only the second way)
PAGE = (
    ("Content-Type", "text/html; charset=utf-8"),
    ("X-Frame-Options", "DENY"),
    *QUIET,
    *NO_STORE,
)
