"""Runs Lambda functions of LocalStack as processes of this machine: LocalStack's own executor needs containers.

One worker process per execution environment; LocalStack starts as many as there are invocations at once. The kit's
Node runs `nodejs*`, LocalStack's Python runs `python*`. Chosen by LAMBDA_RUNTIME_EXECUTOR=process.
"""
import datetime
import json
import os
import select
import subprocess
import sys
import threading

from localstack import config
from localstack.services.lambda_.invocation.execution_environment import ExecutionEnvironment
from localstack.services.lambda_.invocation.lambda_models import InvocationResult
from localstack.services.lambda_.invocation.plugins import RuntimeExecutorPlugin
from localstack.services.lambda_.invocation.runtime_executor import RuntimeExecutor

HERE = os.path.dirname(os.path.abspath(__file__))
RUN = os.environ["LAB_RUN"]
# Of LocalStack's environment a function sees what makes processes run at all, and no variable of LocalStack's own.
SHARED = {
    "LAB_RUN": RUN,
    "PATH": "/usr/bin:/bin",
    "HOME": os.path.join(RUN, "tmp"),
    "TMPDIR": os.path.join(RUN, "tmp"),
    "LANG": "C.UTF-8",
    "AWS_CONFIG_FILE": "/dev/null",
    "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
    "NODE_PATH": os.environ.get("LAB_NODE_PATH", ""),
}
NOT_OF_AWS = ("LOCALSTACK_", "EDGE_PORT", "_AWS_XRAY", "AWS_LAMBDA_FUNCTION_TIMEOUT")
LOOPBACK = "127.0.0.1"
# AWS's bound for the phase in which a function is loaded:
# https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
LOADING_SECONDS = 10


class Unanswered(Exception):
    """The worker ended, or did not answer in time. Carries the answer that AWS gives then."""

    def __init__(self, error_type: str, message: str):
        super().__init__(message)
        self.answer = {"errorType": error_type, "errorMessage": message}


class Worker:
    """A process that takes events on its standard input and answers on the descriptor it is told."""

    def __init__(self, command: list[str], folder: str, environment: dict[str, str]):
        reads, writes = os.pipe()
        self.process = subprocess.Popen(
            [*command, str(writes)],
            cwd=folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            pass_fds=(writes,),
        )
        os.close(writes)
        self.answers = os.fdopen(reads, "rb")
        self.lines: list[str] = []
        self.said = threading.Condition()
        self.listener = threading.Thread(target=self._listen, daemon=True)
        self.listener.start()
        # The handler is loaded, or cannot be; a worker that ended is noticed by the first event.
        if select.select([self.answers], [], [], LOADING_SECONDS)[0]:
            self.answers.readline()

    def _listen(self) -> None:
        for line in self.process.stdout:
            with self.said:
                self.lines.append(line.decode("utf-8", "replace"))
                self.said.notify_all()

    def ask(self, event: dict, seconds: float) -> dict:
        """The worker's answer. Raises Unanswered."""
        request = event["invoke-id"]
        try:
            self.process.stdin.write(json.dumps(event).encode() + b"\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            pass  # it has ended: there is no answer below
        ready, _, _ = select.select([self.answers], [], [], seconds)
        if not ready:
            message = f"RequestId: {request} Error: Task timed out after {seconds:.2f} seconds"
            raise Unanswered("Sandbox.Timedout", message)
        line = self.answers.readline()
        if not line:
            status = self.process.wait()
            reason = f"Runtime exited with error: {exit_words(status)}"
            if status == 0:
                reason = "Runtime exited without providing a reason"
            raise Unanswered("Runtime.ExitError", f"RequestId: {request} Error: {reason}")
        return json.loads(line)

    def said_until(self, end: str) -> str:
        """What the function wrote up to this line, and forgets it. The line itself is the worker's."""
        with self.said:
            self.said.wait_for(lambda: end in self.lines, timeout=1)
            stop = self.lines.index(end) if end in self.lines else len(self.lines)
            said = self.lines[:stop]
            self.lines = self.lines[stop + 1 :]
        return "".join(said)

    def end(self) -> None:
        self.process.kill()
        self.process.wait()

    def said_until_it_ended(self) -> str:
        self.listener.join(timeout=1)
        return "".join(self.lines)


def exit_words(status: int) -> str:
    return f"signal: {-status}" if status < 0 else f"exit status {status}"


def command_of(runtime: str) -> list[str]:
    if runtime.startswith("nodejs"):
        return [os.path.join(RUN, "bin", "node"), os.path.join(HERE, "worker.cjs")]
    if runtime.startswith("python"):
        return [sys.executable, "-B", os.path.join(HERE, "worker.py")]
    raise ValueError(f"the process executor runs nodejs and python, not {runtime}")


class ProcessExecutor(RuntimeExecutor):
    worker: Worker | None = None
    environment: dict[str, str]

    def start(self, env_vars: dict[str, str]) -> None:
        own = self.function_version.config.environment or {}
        given = {
            name: str(value)
            for name, value in env_vars.items()
            if value is not None and (name in own or not name.startswith(NOT_OF_AWS))
        }
        code = str(self.function_version.config.code.get_unzipped_code_location())
        seconds = str(self.function_version.config.timeout)
        self.environment = {**SHARED, **given, "LAMBDA_TASK_ROOT": code, "LAB_TIMEOUT": seconds}
        self._wake()

    def _wake(self) -> None:
        # An update of the configuration alone ends the version before, whose clean-up takes the code that both share.
        self.function_version.config.code.prepare_for_execution()
        command = command_of(self.function_version.config.runtime or "")
        self.worker = Worker(command, self.environment["LAMBDA_TASK_ROOT"], self.environment)

    def stop(self) -> None:
        if self.worker is not None:
            self.worker.end()
            self.worker = None

    def invoke(self, payload: dict[str, str]) -> InvocationResult:
        if self.worker is None:  # the one before timed out or exited: AWS starts the runtime anew
            self._wake()
        request, version = payload["invoke-id"], self.function_version.id.qualifier
        started = datetime.datetime.now(datetime.UTC)
        worker, last = self.worker, ""
        try:
            answer = worker.ask(payload, float(self.function_version.config.timeout))
            said = worker.said_until(f"\0{request}\n")
        except Unanswered as unanswered:
            self.stop()
            answer = {"error": unanswered.answer}
            said = worker.said_until_it_ended()
            last = f"{stamp()} {unanswered}\n"
        milliseconds = (datetime.datetime.now(datetime.UTC) - started).total_seconds() * 1000
        report = f"REPORT RequestId: {request}\tDuration: {milliseconds:.2f} ms"
        logs = f"START RequestId: {request} Version: {version}\n{said}{last}END RequestId: {request}\n{report}\n"
        value = answer["error"] if "error" in answer else answer["value"]
        return InvocationResult(
            request_id=request,
            payload=json.dumps(value, ensure_ascii=False).encode(),
            is_error="error" in answer,
            logs=logs,
            executed_version=version,
        )

    def get_logs(self) -> str:
        return "".join(self.worker.lines) if self.worker is not None else ""

    def get_address(self) -> str:
        return LOOPBACK

    def get_endpoint_from_executor(self) -> str:
        return LOOPBACK

    def get_runtime_endpoint(self) -> str:
        return f"http://{LOOPBACK}:{config.GATEWAY_LISTEN[0].port}/_localstack_lambda/{self.id}"

    @classmethod
    def prepare_version(cls, function_version) -> None:
        command_of(function_version.config.runtime or "")
        if function_version.config.code:
            function_version.config.code.prepare_for_execution()

    @classmethod
    def cleanup_version(cls, function_version) -> None:
        if function_version.config.code:
            function_version.config.code.destroy_cached()


def stamp() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def log_group_of(environment: ExecutionEnvironment) -> str:
    """Where the function's LoggingConfig says; LocalStack writes to /aws/lambda/NAME whatever it says."""
    version = environment.function_version
    named = (version.config.logging_config or {}).get("LogGroup")
    return named or f"/aws/lambda/{version.id.function_name}"


class ProcessPlugin(RuntimeExecutorPlugin):
    name = "process"

    def load(self, *_args, **_kwargs):
        ExecutionEnvironment.get_log_group_name = log_group_of
        return ProcessExecutor
