"""moto_server, but a statement whose condition does not hold says nothing, as IAM has it; moto 5.2 lets it deny.

Bucket policies that refuse requests without TLS would refuse everything otherwise: AWS is reached over TLS, moto is not.
"""

import sys

from moto.iam.access_control import IAMPolicyStatement, PermissionResult
from moto.server import main

permitted = IAMPolicyStatement.is_action_permitted


def is_action_permitted(self, *args, **kwargs):
    if self._statement.get("Condition") == {"Bool": {"aws:SecureTransport": "false"}}:
        return PermissionResult.NEUTRAL
    return permitted(self, *args, **kwargs)


IAMPolicyStatement.is_action_permitted = is_action_permitted
sys.exit(main())
