"""Slack's request signature (docs.slack.dev/authentication/verifying-requests-from-slack)."""

import hashlib
import hmac


def sign(secret: str, timestamp: str, body: str) -> str:
    """`v0=` and the HMAC-SHA256 over `v0:timestamp:body`, keyed with the signing secret."""
    base = f"v0:{timestamp}:{body}".encode()
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
