"""moto with Step Functions that execute, and with containers that run: RunTask starts the command of the task definition on this machine.

moto executes Distributed Map, retries and catches, but runs no container and knows no exit code; a task that ends with another code than 0
fails here as it does in AWS. Step Functions write names of ECS with a capital letter, and ECS does not: moto passes them on as they are. It lacks
EMR's ListSecurityConfigurations as well.
"""

import json
import os
import subprocess
import sys

from moto.core.config import default_user_config
from moto.core.exceptions import JsonRESTError
from moto.ecs.models import EC2ContainerServiceBackend
from moto.emr.responses import ElasticMapReduceResponse
from moto.server import ThreadedMotoServer
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_ecs import StateTaskServiceEcs

run_task = EC2ContainerServiceBackend.run_task


class TaskFailed(JsonRESTError):
    code = 400

    def __init__(self, code):
        super().__init__("TaskFailed", f"Essential container in task exited with code {code}")


def run_container(self, *args, **kwargs):
    tasks = run_task(self, *args, **kwargs)
    for task in tasks:
        (container,) = self.describe_task_definition(task.task_definition_arn).container_definitions
        (override,) = task.overrides["containerOverrides"]
        given = [*container["environment"], *override["environment"]]
        environment = {**os.environ, **{each["name"]: each["value"] for each in given}}
        ended = subprocess.run(container["command"], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if ended.returncode != 0:
            raise TaskFailed(ended.returncode)
    return tasks


def renamed(value, rename):
    if isinstance(value, dict):
        return {rename(name[0]) + name[1:]: renamed(inner, rename) for name, inner in value.items()}
    return [renamed(inner, rename) for inner in value] if isinstance(value, list) else value


def in_place(rename):
    def change(value):
        names = renamed(value, rename)
        value.clear()
        value.update(names)

    return change


to_ecs, from_ecs = in_place(str.lower), in_place(str.upper)


def list_security_configurations(self):
    names = self.backend.security_configurations
    return json.dumps({"SecurityConfigurations": [{"Name": name} for name in names]})


StateTaskServiceEcs._normalise_parameters = lambda self, parameters, **_: to_ecs(parameters)
StateTaskServiceEcs._normalise_response = lambda self, response, **_: from_ecs(response)
EC2ContainerServiceBackend.run_task = run_container
ElasticMapReduceResponse.list_security_configurations = list_security_configurations
default_user_config["stepfunctions"]["execute_state_machine"] = True

server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
_, port = server.get_host_and_port()
os.environ["MOTO_PORT"] = str(port)
os.environ["AWS_ENDPOINT_URL"] = f"http://127.0.0.1:{port}"
print(f"Running on http://127.0.0.1:{port}", flush=True)
# Ends with the test.
sys.stdin.read()
server.stop()
