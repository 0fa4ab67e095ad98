"""Keys of payment, shop, link and message services."""

from tests.planting.kind import from_templates

__all__ = ["KINDS"]

KINDS = from_templates(
    {
        "stripe-secret": "sk_live_{a62:24}",
        "stripe-secret-long": "sk_live_51{a62:97}",
        "stripe-test": "sk_test_{a62:24}",
        "stripe-restricted": "rk_live_{a62:24}",
        "stripe-webhook": "whsec_{a62:32}",
        "square-token": "EAAA{u64:60}",
        "square-secret": "sq0csp-{u64:43}",
        "shopify": "shpat_{hex:32}",
        "shopify-shared": "shpss_{hex:32}",
        "plaid": "access-production-{hex:8}-{hex:4}-4{hex:3}-a{hex:3}-{hex:12}",
        "braintree": "access_token$production${a36:16}${hex:32}",
        "flutterwave": "FLWSECK-{hex:32}-X",
        "easypost": "EZAK{a62:54}",
        "shippo": "shippo_live_{hex:40}",
        "duffel": "duffel_live_{u64:43}",
        "dub": "dub_{a62:24}",
        "slack-bot": "xoxb-{dig:12}-{dig:13}-{a62:24}",
        "slack-user": "xoxp-{dig:12}-{dig:12}-{dig:13}-{hex:32}",
        "slack-app": "xapp-1-A{A36:10}-{dig:13}-{hex:64}",
        "slack-webhook": "https://hooks.slack.com/services/T{A36:8}/B{A36:10}/{a62:24}",
        "discord-webhook": "https://discord.com/api/webhooks/{dig:18}/{u64:68}",
        "telegram": "{dig:10}:AA{u64:33}",
        "sendgrid": "SG.{u64:22}.{u64:43}",
        "twilio": "SK{hex:32}",
        "mailgun": "key-{hex:32}",
        "mailchimp": "{hex:32}-us14",
        "brevo": "xkeysib-{hex:64}-{a62:16}",
        "resend": "re_{a62:8}_{a62:24}",
        "hubspot": "pat-na1-{hex:8}-{hex:4}-4{hex:3}-a{hex:3}-{hex:12}",
        "mapbox": "sk.eyJ1Ijoi{a62:40}.{u64:22}",
    }
) + from_templates(
    {
        "stripe-publishable": "pk_live_{a62:24}",
        "mapbox-public": "pk.eyJ1Ijoi{a62:40}.{u64:22}",
    },
    expected="allow",
)
