"""Which resource types LocalStack's CloudFormation really makes, and which properties its providers read.

Prints JSON {"AWS::X::Y": {"reads": [...], "demands": [...], "required": [...]}}, from the source and the schemas of the installed
version. A property is read where the provider's module names it outside of its type declarations and its update,
or where it takes properties by their schema. "*": the properties are passed on as they are.
A provider that calls no API makes nothing: its type is not in the list.
Standard library only; never imports LocalStack.
"""
import ast
import importlib.metadata
import json
import os

LOCALSTACK = importlib.metadata.distribution("localstack-core")
GROUP = "localstack.cloudformation.resource_providers"
# Their effect is in the stack itself, or they are handled by the engine: they need no call.
OF_THE_STACK = {
    "AWS::CloudFormation::Macro",
    "AWS::CloudFormation::WaitCondition",
    "AWS::CloudFormation::WaitConditionHandle",
    "AWS::CDK::Metadata",
}
# Makes a record of a repository that no registry is behind.
FAKED = {"AWS::ECR::Repository"}
# What the service behind the provider refuses to be without, once a template has it.
REFUSED_WITHOUT = {
    "AWS::ApiGateway::Method": {"AuthorizerId"},
    "AWS::Route53::RecordSet": {"HostedZoneId"},
}
# How a provider hands all the properties on: `**model`, `for name, value in model.items()`, a change of case.
MODELS = {"model", "request.desired_state", "properties"}
ITERATIONS = {"model.items", "model.copy"}
TRANSFORMS = ("deselect_attributes", "deepcopy", "convert_request_kwargs", "keys_to_lower")
# Not part of `create`: what an update or a deletion reads does not make a resource.
NOT_CREATING = {"update", "delete", "read", "list"}


def entries() -> list[tuple[str, str]]:
    """(module of the plug-in, class) of each provider."""
    return [tuple(each.value.split(":")) for each in LOCALSTACK.entry_points if each.group == GROUP]


def path_of(module: str) -> str:
    return str(LOCALSTACK.locate_file(module.replace(".", "/") + ".py"))


def type_of(plugin: str, name: str) -> str:
    """The plug-in says it: `name = "AWS::SQS::Queue"`."""
    for node in ast.walk(ast.parse(open(plugin, encoding="utf-8").read())):
        if isinstance(node, ast.ClassDef) and node.name == name:
            for line in node.body:
                if isinstance(line, ast.Assign) and line.targets[0].id == "name":
                    return line.value.value
    raise ValueError(f"{plugin} names no type")


def provider_of(plugin: str) -> str:
    """The module of the provider that the plug-in loads."""
    tree = ast.parse(open(plugin, encoding="utf-8").read())
    imports = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module]
    return path_of(next(each for each in imports if ".resource_providers." in each))


def schema_of(provider: str, plugin: str) -> dict:
    name = os.path.basename(provider).removesuffix(".py") + ".schema.json"
    files = [os.path.join(os.path.dirname(each), name) for each in (provider, plugin)]
    return json.load(open(next(each for each in files if os.path.isfile(each)), encoding="utf-8"))


class Reading(ast.NodeVisitor):
    """What a provider's module names, and whether it passes the whole model on."""

    def __init__(self):
        self.words: set[str] = set()
        self.demanded: set[str] = set()
        self.asked: set[str] = set()
        self.calls = False
        self.passes = False

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        if not any("TypedDict" in ast.unparse(base) for base in node.bases):
            self.generic_visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        if node.name not in NOT_CREATING:
            body = node.body[1:] if ast.get_docstring(node) is not None else node.body
            for line in body:
                self.visit(line)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str):
            self.words.add(node.value)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        if ast.unparse(node.value) in MODELS and isinstance(node.slice, ast.Constant):
            self.demanded.add(str(node.slice.value))
        self.generic_visit(node)

    def visit_Compare(self, node: ast.Compare) -> None:
        if isinstance(node.ops[0], (ast.In, ast.NotIn)) and isinstance(node.left, ast.Constant):
            self.asked.add(str(node.left.value))
        self.generic_visit(node)

    def visit_Assign(self, node: ast.Assign) -> None:
        # What the provider writes itself it does not demand.
        for target in node.targets:
            if isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Constant):
                self.asked.add(str(target.slice.value))
        self.generic_visit(node)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        # `model["Rules"].append(...)`: filled, not demanded.
        if isinstance(node.value, ast.Subscript) and isinstance(node.value.slice, ast.Constant):
            self.asked.add(str(node.value.slice.value))
        self.calls = self.calls or node.attr == "aws_client_factory"
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        called = ast.unparse(node.func)
        if called.endswith(".get") and node.args and isinstance(node.args[0], ast.Constant):
            self.asked.add(str(node.args[0].value))
        whole = [each.value for each in node.keywords if each.arg is None]
        if called.endswith(TRANSFORMS):
            whole += node.args[:1]
        named = {ast.unparse(each) for each in whole}
        self.passes = self.passes or called in ITERATIONS or not named.isdisjoint(MODELS)
        self.generic_visit(node)


def provision_of(provider: str, schema: dict) -> tuple[dict, bool]:
    reading = Reading()
    reading.visit(ast.parse(open(provider, encoding="utf-8").read()))
    known = set(schema.get("properties", {}))
    reads = ["*"] if reading.passes else sorted(known & reading.words)
    # By the schema, and what the provider takes without asking whether it is there.
    demanded = (reading.demanded - reading.asked) & known - set(read_only(schema))
    required = sorted({*schema.get("required", []), *demanded})
    return {"reads": reads, "demands": sorted(demanded), "required": required}, reading.calls


def read_only(schema: dict) -> list[str]:
    return [path.split("/")[2] for path in schema.get("readOnlyProperties", [])]


provisions = {}
for module, name in entries():
    plugin = path_of(module)
    kind, provider = type_of(plugin, name), provider_of(plugin)
    provision, calls = provision_of(provider, schema_of(provider, plugin))
    provision["required"] = sorted({*provision["required"], *REFUSED_WITHOUT.get(kind, ())})
    if kind not in FAKED and (calls or kind in OF_THE_STACK):
        provisions[kind] = provision
print(json.dumps(provisions, indent=1, sort_keys=True))
