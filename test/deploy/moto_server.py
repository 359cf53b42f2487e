"""moto_server, with answers of AWS that moto 5.2 lacks.

A statement whose condition does not hold says nothing, as IAM has it; moto lets it deny. Bucket policies that refuse requests
without TLS would refuse everything otherwise: AWS is reached over TLS, moto is not.

A cluster of instance groups has no instance fleets, and one that was made without a policy of termination has none; moto does not
know these questions, and the provider asks again for minutes.
"""

import logging
import sys

from moto.emr.exceptions import InvalidRequestException
from moto.emr.responses import ElasticMapReduceResponse
from moto.iam.access_control import IAMPolicyStatement, PermissionResult
from moto.server import main

permitted = IAMPolicyStatement.is_action_permitted


def is_action_permitted(self, *args, **kwargs):
    if self._statement.get("Condition") == {"Bool": {"aws:SecureTransport": "false"}}:
        return PermissionResult.NEUTRAL
    return permitted(self, *args, **kwargs)


def list_instance_fleets(self):
    raise InvalidRequestException("Instance fleets and instance groups are mutually exclusive.")


def get_auto_termination_policy(self):
    return "{}"


# Whoever waits for Terraform reads no pipe, and a full pipe would stop the server.
logging.getLogger("werkzeug").addFilter(lambda record: "Running on" in record.getMessage())
IAMPolicyStatement.is_action_permitted = is_action_permitted
ElasticMapReduceResponse.list_instance_fleets = list_instance_fleets
ElasticMapReduceResponse.get_auto_termination_policy = get_auto_termination_policy
sys.exit(main())
