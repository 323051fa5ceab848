"""A Python function as a process: events on standard input, answers on the descriptor it is told.

How it fails looks as on AWS: https://docs.aws.amazon.com/lambda/latest/dg/python-exceptions.html
"""
import importlib
import json
import os
import sys
import time
import traceback

ANSWERS = os.fdopen(int(sys.argv[1]), "w", encoding="utf-8")
SECONDS = float(os.environ.pop("LAB_TIMEOUT"))
ROOT = os.environ["LAMBDA_TASK_ROOT"]


class Context:
    def __init__(self, event: dict):
        self._until = time.monotonic() + SECONDS
        self.aws_request_id = event["invoke-id"]
        self.invoked_function_arn = event["invoked-function-arn"]
        self.function_name = os.environ["AWS_LAMBDA_FUNCTION_NAME"]
        self.function_version = os.environ["AWS_LAMBDA_FUNCTION_VERSION"]
        self.memory_limit_in_mb = os.environ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
        self.log_group_name = os.environ["AWS_LAMBDA_LOG_GROUP_NAME"]
        self.log_stream_name = os.environ["AWS_LAMBDA_LOG_STREAM_NAME"]

    def get_remaining_time_in_millis(self) -> int:
        return max(0, int((self._until - time.monotonic()) * 1000))


class Unloadable(Exception):
    """The handler is not there. Carries AWS's name for it."""

    def __init__(self, error_type: str, message: str):
        super().__init__(message)
        self.error_type = error_type


def load():
    module, _, name = os.environ["_HANDLER"].rpartition(".")
    try:
        loaded = importlib.import_module(module.replace("/", "."))
    except SyntaxError as error:
        raise Unloadable("Runtime.UserCodeSyntaxError", f"Syntax error in module '{module}': {error}") from error
    except ImportError as error:
        raise Unloadable("Runtime.ImportModuleError", f"Unable to import module '{module}': {error}") from error
    if not hasattr(loaded, name):
        raise Unloadable("Runtime.HandlerNotFound", f"Handler '{name}' missing on module '{module}'")
    return getattr(loaded, name)


def failure(error: Exception, request: str) -> dict:
    own = traceback.extract_tb(error.__traceback__)
    return {
        "errorMessage": str(error),
        "errorType": getattr(error, "error_type", type(error).__name__),
        "requestId": request,
        "stackTrace": [line for line in traceback.format_list(own) if __file__ not in line],
    }


def answer(request: str, value: dict) -> None:
    sys.stderr.flush()
    print(f"\0{request}", flush=True)
    print(json.dumps(value), file=ANSWERS, flush=True)


def serve(event: dict) -> None:
    request = event["invoke-id"]
    os.environ["_X_AMZN_TRACE_ID"] = event["trace-id"]
    try:
        # Loaded once: Python keeps modules.
        value = load()(json.loads(event["payload"] or "{}"), Context(event))
        answer(request, {"value": value})
    except Exception as error:
        failed = failure(error, request)
        print(f"[ERROR] {failed['errorType']}: {failed['errorMessage']}")
        print("Traceback (most recent call last):", *failed["stackTrace"], sep="\n")
        answer(request, {"error": failed})


def load_early() -> None:
    """Loading is no part of the first invocation's time; what goes wrong goes wrong again with the event."""
    try:
        load()
    except Exception:
        pass
    print("{}", file=ANSWERS, flush=True)


sys.path[0] = ROOT
load_early()
for line in sys.stdin:
    serve(json.loads(line))
