"""moto_server, with answers of AWS that moto 5.2 lacks.

A statement whose condition does not hold says nothing, as IAM has it; moto lets it deny. Bucket policies that refuse requests
without TLS would refuse everything otherwise: AWS is reached over TLS, moto is not.

A cluster of instance groups has no instance fleets, and one that was made without a policy of termination has none; moto does not
know these questions, and the provider asks again for minutes.

A client that lost an answer sends its request again under the same invocation id, and gets the first answer: what the first request
made would otherwise be refused as existing already. Requests run one after the other, so that a repeated one finds that answer.
"""

import logging
import sys
from threading import Lock

from moto.emr.exceptions import InvalidRequestException
from moto.emr.responses import ElasticMapReduceResponse
from moto.iam.access_control import IAMPolicyStatement, PermissionResult
from moto.moto_server.werkzeug_app import DomainDispatcherApplication
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


dispatch = DomainDispatcherApplication.__call__
answers = {}
one_at_a_time = Lock()


def answer_once(self, environ, start_response):
    invocation = environ.get("HTTP_AMZ_SDK_INVOCATION_ID")
    head = []
    with one_at_a_time:
        if invocation in answers:
            head, body = answers[invocation]
            environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        else:
            body = b"".join(dispatch(self, environ, lambda *given: head.extend(given)))
            if invocation and not head[0].startswith("5"):
                answers[invocation] = head, body
    start_response(*head)
    return [body]


# Whoever waits for Terraform reads no pipe, and a full pipe would stop the server.
logging.getLogger("werkzeug").addFilter(lambda record: "Running on" in record.getMessage())
DomainDispatcherApplication.__call__ = answer_once
IAMPolicyStatement.is_action_permitted = is_action_permitted
ElasticMapReduceResponse.list_instance_fleets = list_instance_fleets
ElasticMapReduceResponse.get_auto_termination_policy = get_auto_termination_policy
sys.exit(main())
