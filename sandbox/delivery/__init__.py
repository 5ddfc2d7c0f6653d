"""From Slack to the app: envelopes, signatures, triggers, deadlines and retries."""
