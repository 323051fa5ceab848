"""Which template properties MiniStack's CloudFormation handlers read, by abstract interpretation of their source.

Prints JSON {"AWS::X::Y": {"create": [...], "update": bool}}
(with --updates also "update_reads", what the update handler reads of the new properties; slower).
"P"      the value of P is used as a whole (stored, passed on, compared)
"P.Q.R"  only these members of P are read (list items are transparent)
"*"      all properties are passed on or iterated over, so nothing is known to be dropped
"P.*"    members of P under names not known statically
Standard library only; never imports ministack.
"""
import ast, builtins, gc, importlib.util, json, os, re, sys

# ----------------------------------------------------------------- abstract values
EMPTY = None


class V:
    """paths: aliases of template values; consts: constants (str/int/tuple/dict of V, Fn)."""
    __slots__ = ("paths", "consts")

    def __init__(self, paths=(), consts=()):
        self.paths = frozenset(paths)
        self.consts = tuple(consts)

    def __or__(self, o):
        if o is self or (not o.paths and not o.consts):
            return self
        if not self.paths and not self.consts:
            return o
        c = list(self.consts)
        for x in o.consts:
            if not any(x is y or (isinstance(x, str) and x == y) for y in c):
                c.append(x)
        return V(self.paths | o.paths, c)

    def strs(self):
        return [c for c in self.consts if isinstance(c, str)]


EMPTY = V()


class Seq:  # tuple/list/set literal of values
    __slots__ = ("items",)

    def __init__(self, items):
        self.items = items


class Map:  # dict literal; keys V, values V; spread = values merged with **
    __slots__ = ("pairs", "spread")

    def __init__(self, pairs, spread=EMPTY):
        self.pairs, self.spread = pairs, spread


class Fn:
    __slots__ = ("node", "mod", "env", "pre")

    def __init__(self, node, mod, env=None, pre=()):
        self.node, self.mod, self.env, self.pre = node, mod, env, pre


class ModRef:
    __slots__ = ("mod",)

    def __init__(self, mod):
        self.mod = mod


class Ext:  # something we do not follow
    __slots__ = ()


EXT = Ext()
MAXDEPTH = 5

# ----------------------------------------------------------------- modules, parsed piecewise
ROOT = os.path.dirname(importlib.util.find_spec("ministack").origin)


class Module:
    cache = {}

    @classmethod
    def get(cls, dotted):
        if dotted not in cls.cache:
            base = os.path.join(ROOT, *dotted.split(".")[1:])
            f = base + ".py" if os.path.isfile(base + ".py") else os.path.join(base, "__init__.py")
            cls.cache[dotted] = cls(dotted, f) if dotted.startswith("ministack") and os.path.isfile(f) else None
        return cls.cache[dotted]

    def __init__(self, name, path):
        self.name, self.path = name, path
        self.is_pkg = path.endswith("__init__.py")
        self.index, self.vals, self.imports, self.busy = None, {}, {}, set()

    def load(self):
        self.index, self.import_lines = {}, []
        self.lines = open(self.path, encoding="utf-8").read().split("\n")
        starts = [i for i, l in enumerate(self.lines) if l and l[0] not in " \t#)]}'\""] + [len(self.lines)]
        pat = re.compile(r"(?:async )?def (\w+)|class (\w+)|(\w+)\s*(?::[^=]+)?=(?!=)")
        for a, i in enumerate(starts[:-1]):
            l = self.lines[i]
            m = pat.match(l)
            if m:
                self.index.setdefault(m.group(1) or m.group(2) or m.group(3), []).append(i)
            elif l.startswith(("import ", "from ")):
                self.import_lines.append(i)

    def load_imports(self):
        todo, self.import_lines = self.import_lines, []
        for i in todo:
            self._import(self._stmt(i))

    def _stmt(self, i):
        """The statement that starts at line i; lines are added until it parses and the next is unindented."""
        j = i + 1
        n = len(self.lines)
        while True:
            while j < n and (not self.lines[j] or self.lines[j][0] in " \t#)]}"):
                j += 1
            try:
                return ast.parse("\n".join(self.lines[i:j])).body[0]
            except (SyntaxError, IndexError):
                if j >= n:
                    return None
                j += 1

    def _import(self, node):
        if isinstance(node, ast.Import):
            for a in node.names:
                self.imports[a.asname or a.name.split(".")[0]] = ("m", a.name if a.asname else a.name.split(".")[0])
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parts = self.name.split(".")
                parts = parts[:len(parts) - node.level + (1 if self.is_pkg else 0)]
                base = ".".join(parts + ([base] if base else []))
            for a in node.names:
                self.imports[a.asname or a.name] = ("f", base, a.name)

    def resolve(self, name):
        if name in self.vals:
            return self.vals[name]
        if name in self.busy:
            return EMPTY
        if self.index is None:
            self.load()
        v = None
        if name in self.index:
            self.busy.add(name)
            node = self._stmt(self.index[name][-1])
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                v = V(consts=[Fn(node, self)])
            elif isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is not None:
                v = Interp(None).ev(node.value, Env(self))
            self.busy.discard(name)
        elif not hasattr(builtins, name):
            self.load_imports()
            if name in self.imports:
                v = import_value(self.imports[name])
        self.vals[name] = v
        return v


def import_value(spec):
    if spec[0] == "m":
        m = Module.get(spec[1])
        return V(consts=[ModRef(m)]) if m else V(consts=[EXT])
    sub = Module.get(spec[1] + "." + spec[2])
    if sub:
        return V(consts=[ModRef(sub)])
    m = Module.get(spec[1])
    return (m.resolve(spec[2]) if m else None) or V(consts=[EXT])


class Env:
    def __init__(self, mod, parent=None):
        self.mod, self.parent, self.d = mod, parent, {}

    def get(self, n):
        e = self
        while e:
            if n in e.d:
                return e.d[n]
            e = e.parent
        return self.mod.resolve(n)

    def has_local(self, n):
        e = self
        while e:
            if n in e.d:
                return True
            e = e.parent
        return False


# ----------------------------------------------------------------- interpreter
TRANSPARENT = {"dict", "list", "tuple", "set", "sorted", "deepcopy", "copy", "reversed", "frozenset", "enumerate",
               "zip", "filter", "iter", "next", "OrderedDict"}
INERT = {"isinstance", "len", "bool", "hasattr", "callable", "type", "id", "print"}
INERT_METHODS = {"debug", "info", "warning", "error", "exception", "setdefault"}


class Interp:
    def __init__(self, reads):
        self.reads = reads          # path -> "t" touched / "w" whole
        self.memo = {}
        self.stack = []

    # recording
    def touch(self, p):
        if self.reads is not None and p:
            self.reads.setdefault(p[:MAXDEPTH], "t")

    def whole(self, v):
        """v is used as a value: every path in it (and in containers in it) is consumed."""
        seen = []
        todo = [v]
        while todo:
            x = todo.pop()
            if isinstance(x, V):
                for p in x.paths:
                    if self.reads is not None:
                        self.reads[p[:MAXDEPTH]] = "w"
                todo += [c for c in x.consts if isinstance(c, (Seq, Map))]
            elif isinstance(x, Seq):
                todo += x.items
            elif isinstance(x, Map):
                if any(x is s for s in seen):
                    continue
                seen.append(x)
                todo += [b for _, b in x.pairs] + [x.spread]

    @staticmethod
    def aliases(v):
        return v.paths or any(isinstance(c, Map) and c.spread.paths for c in v.consts)

    # member access
    def member(self, base, key):
        out = EMPTY
        names = key.strs()
        unknown = bool(base.paths) and not names
        for p in base.paths:
            for s in names:
                q = (p + (s,))[:MAXDEPTH]
                self.touch(q)
                out |= V([q])
            if unknown:
                if any(isinstance(c, int) for c in key.consts):
                    out |= V([p])                      # list index: transparent
                else:
                    q = (p + ("*",))[:MAXDEPTH]
                    if self.reads is not None:
                        self.reads[q] = "w"
                    out |= V([q])
        for c in base.consts:
            if isinstance(c, Map):
                if names:
                    for k, v in c.pairs:
                        if any(s in k.strs() for s in names):
                            out |= v
                    if c.spread.paths or c.spread.consts:
                        out |= self.member(c.spread, key)
                else:
                    for _, v in c.pairs:
                        out |= v
            elif isinstance(c, Seq):
                ints = [k for k in key.consts if isinstance(k, int) and not isinstance(k, bool)]
                if len(ints) == 1 and -len(c.items) <= ints[0] < len(c.items):
                    out |= c.items[ints[0]]
                else:
                    for i in c.items:
                        out |= i
        return out

    def elements(self, v):
        """The values a loop over v takes (list of V)."""
        out = []
        if v.paths:
            out.append(V(v.paths))
        for c in v.consts:
            if isinstance(c, Seq):
                out += c.items
            elif isinstance(c, Map):
                out += [k for k, _ in c.pairs]
                if c.spread.paths:
                    out.append(V(consts=[EXT]))
        return out[:400]

    def bind(self, target, v, env):
        if isinstance(target, ast.Name):
            env.d[target.id] = v
        elif isinstance(target, (ast.Tuple, ast.List)):
            for i, t in enumerate(target.elts):
                if isinstance(t, ast.Starred):
                    self.bind(t.value, v, env)
                else:
                    self.bind(t, self.member(V((), v.consts), V(consts=[i])) | V(v.paths), env)
        elif isinstance(target, ast.Subscript):
            base = self.ev(target.value, env)
            k = self.ev(target.slice, env)
            stored = False
            for c in base.consts:
                if isinstance(c, Map) and not any(v is x for _, x in c.pairs):
                    c.pairs.append((k, v))
                    stored = True
            if not stored and not base.paths:
                self.whole(v)
        elif isinstance(target, ast.Attribute):
            self.ev(target.value, env)
            self.whole(v)

    # expressions
    def ev(self, n, env):
        m = getattr(self, "x_" + n.__class__.__name__, None)
        if m:
            return m(n, env)
        for c in ast.iter_child_nodes(n):
            if isinstance(c, ast.expr):
                self.whole(self.ev(c, env))
        return EMPTY

    def x_Constant(self, n, env):
        return V(consts=[n.value]) if isinstance(n.value, (str, int)) and not isinstance(n.value, bool) else EMPTY

    def x_Name(self, n, env):
        return env.get(n.id) or EMPTY

    def x_Tuple(self, n, env):
        items = []
        for e in n.elts:
            if isinstance(e, ast.Starred):
                items += self.elements(self.ev(e.value, env))
            else:
                items.append(self.ev(e, env))
        return V(consts=[Seq(items)])

    x_List = x_Set = x_Tuple

    def x_Dict(self, n, env):
        pairs, spread = [], EMPTY
        for k, v in zip(n.keys, n.values):
            x = self.ev(v, env)
            if k is None:
                for c in x.consts:
                    if isinstance(c, Map):
                        pairs += c.pairs
                        spread |= c.spread
                spread |= V(x.paths)
            else:
                pairs.append((self.ev(k, env), x))
        return V(consts=[Map(pairs, spread)])

    def x_BoolOp(self, n, env):
        out = EMPTY
        for e in n.values:
            out |= self.ev(e, env)
        return out

    def x_IfExp(self, n, env):
        self.ev(n.test, env)
        return self.ev(n.body, env) | self.ev(n.orelse, env)

    def x_UnaryOp(self, n, env):
        v = self.ev(n.operand, env)
        if isinstance(n.op, ast.USub) and v.consts and isinstance(v.consts[0], int):
            return V(consts=[-v.consts[0]])
        return EMPTY

    def x_Compare(self, n, env):
        left = self.ev(n.left, env)
        vals = [left]
        for op, c in zip(n.ops, n.comparators):
            r = self.ev(c, env)
            if isinstance(op, (ast.In, ast.NotIn)):
                for p in r.paths:
                    for s in left.strs():
                        self.touch(p + (s,) if not p else p)
            vals.append(r)
            if isinstance(op, (ast.Eq, ast.NotEq, ast.In, ast.NotIn, ast.Lt, ast.Gt, ast.LtE, ast.GtE)):
                for v in (left, r):
                    for p in v.paths:
                        if p and not (isinstance(op, (ast.In, ast.NotIn)) and v is r):
                            self.reads is not None and self.reads.setdefault(p, "t")
        return EMPTY

    def x_BinOp(self, n, env):
        a, b = self.ev(n.left, env), self.ev(n.right, env)
        if isinstance(n.op, (ast.Add, ast.BitOr, ast.Sub, ast.BitAnd)):
            sa = [c for c in a.consts if isinstance(c, Seq)]
            sb = [c for c in b.consts if isinstance(c, Seq)]
            if sa and sb:
                return V(a.paths | b.paths, [Seq([i for s in sa + sb for i in s.items])])
            if (a.paths or b.paths or sa or sb) and not (a.strs() or b.strs()):
                return a | b
            if a.strs() and b.strs() and isinstance(n.op, ast.Add):
                return V(consts=[x + y for x in a.strs() for y in b.strs()])
        self.whole(a)
        self.whole(b)
        return EMPTY

    def x_JoinedStr(self, n, env):
        parts = [[]]
        acc = [""]
        ok = True
        for v in n.values:
            if isinstance(v, ast.Constant):
                acc = [a + str(v.value) for a in acc]
            else:
                x = self.ev(v.value, env)
                self.whole(x)
                if x.strs() and not x.paths:
                    acc = [a + s for a in acc for s in x.strs()][:50]
                else:
                    ok = False
        return V(consts=acc) if ok else EMPTY

    def x_Starred(self, n, env):
        return self.ev(n.value, env)

    def x_Await(self, n, env):
        return self.ev(n.value, env)

    def x_NamedExpr(self, n, env):
        v = self.ev(n.value, env)
        self.bind(n.target, v, env)
        return v

    def x_Subscript(self, n, env):
        base = self.ev(n.value, env)
        if isinstance(n.slice, ast.Slice):
            return base
        return self.member(base, self.ev(n.slice, env))

    def x_Attribute(self, n, env):
        base = self.ev(n.value, env)
        out = EMPTY
        for c in base.consts:
            if isinstance(c, ModRef):
                out |= c.mod.resolve(n.attr) or EMPTY
        if base.paths:
            self.whole(V(base.paths))
        return out

    def x_Lambda(self, n, env):
        return V(consts=[Fn(n, env.mod, env)])

    def comp(self, n, env, elts):
        inner = Env(env.mod, env)
        res = []

        def gen(i):
            if i == len(n.generators):
                res.append([self.ev(e, inner) for e in elts])
                return
            g = n.generators[i]
            it = self.ev(g.iter, inner)
            for v in self.elements(it) or [EMPTY]:
                self.bind(g.target, v, inner)
                for c in g.ifs:
                    self.ev(c, inner)
                gen(i + 1)
                if len(res) > 500:
                    return
        gen(0)
        return res

    def x_ListComp(self, n, env):
        return V(consts=[Seq([r[0] for r in self.comp(n, env, [n.elt])])])

    x_SetComp = x_GeneratorExp = x_ListComp

    def x_DictComp(self, n, env):
        return V(consts=[Map([(r[0], r[1]) for r in self.comp(n, env, [n.key, n.value])])])

    # calls
    def x_Call(self, n, env):
        f = n.func
        args = []
        for a in n.args:
            args.append(self.ev(a.value if isinstance(a, ast.Starred) else a, env))
        kw = [(k.arg, self.ev(k.value, env)) for k in n.keywords]
        name = f.id if isinstance(f, ast.Name) else f.attr if isinstance(f, ast.Attribute) else ""
        if isinstance(f, ast.Attribute):
            base = self.ev_receiver(f.value, env)
            mods = [c.mod for c in base.consts if isinstance(c, ModRef)]
            if mods and not base.paths:
                if name != "deepcopy" and not any(self.interesting(a) for a in args + [v for _, v in kw]):
                    return EMPTY
                target = mods[0].resolve(name)
                if target is not None and any(isinstance(c, Fn) for c in target.consts):
                    if name == "deepcopy":
                        return args[0]
                    return self.call_fns(target, args, kw)
                return self.unknown(name, args, kw)
            if base.paths or any(isinstance(c, (Map, Seq)) for c in base.consts):
                return self.method(base, name, args, kw)
            if name in ("deepcopy", "copy") and args:
                return args[0]
            if name in INERT_METHODS:
                return EMPTY
            if any(isinstance(c, Seq) for a in args for c in a.consts) and name == "join":
                pass
            return self.unknown(name, args, kw)
        fv = self.ev(f, env)
        if any(isinstance(c, Fn) for c in fv.consts):
            return self.call_fns(fv, args, kw)
        if isinstance(f, ast.Name) and not env.has_local(name):
            if name in INERT:
                return EMPTY
            if name == "dict":
                pairs, spread = [], EMPTY
                for a in args:
                    for c in a.consts:
                        if isinstance(c, Map):
                            pairs += c.pairs
                            spread |= c.spread
                    spread |= V(a.paths)
                for k, v in kw:
                    if k is None:
                        spread |= V(v.paths)
                        for c in v.consts:
                            if isinstance(c, Map):
                                pairs += c.pairs
                                spread |= c.spread
                    else:
                        pairs.append((V(consts=[k]), v))
                return V(consts=[Map(pairs, spread)])
            if name == "zip" and args:
                return V(consts=[Seq([V(consts=[Seq([(self.elements(a) or [EMPTY])[0] for a in args])])])])
            if name == "enumerate" and args:
                return V(consts=[Seq([V(consts=[Seq([EMPTY, e])]) for e in self.elements(args[0])])])
            if name in ("any", "all"):
                return EMPTY
            if name == "next" and args:
                out = args[1] if len(args) > 1 else EMPTY
                for e in self.elements(args[0]):
                    out |= e
                return out
            if name in ("sorted", "filter", "map"):
                return args[0] if name == "sorted" and args else (args[1] if len(args) > 1 else EMPTY)
            if name in TRANSPARENT:
                out = EMPTY
                for a in args:
                    out |= a
                return out
            if name == "partial":
                return args[0] if args else EMPTY
        return self.unknown(name, args, kw)

    def ev_receiver(self, n, env):
        if isinstance(n, ast.Attribute):
            base = self.ev(n.value, env)
            out = EMPTY
            for c in base.consts:
                if isinstance(c, ModRef):
                    out |= c.mod.resolve(n.attr) or EMPTY
            return out
        return self.ev(n, env)

    def method(self, base, name, args, kw):
        if name in ("get", "pop") and args:
            r = self.member(base, args[0])
            if not r.paths and any(isinstance(c, Map) for c in base.consts) and not args[0].strs():
                pass
            return r | (args[1] if len(args) > 1 else EMPTY)
        if name == "setdefault":
            r = self.member(base, args[0]) if args else EMPTY
            if len(args) > 1:
                for c in base.consts:
                    if isinstance(c, Map):
                        c.pairs.append((args[0], args[1]))
                r |= args[1]
            return r
        if name == "items":
            out = []
            for p in base.paths:
                if not p:
                    self.whole(V([p]))
                q = (p + ("*",))[:MAXDEPTH]
                out.append(V(consts=[Seq([V(consts=[EXT]), V([q])])]))
            for c in base.consts:
                if isinstance(c, Map):
                    out += [V(consts=[Seq([k, v])]) for k, v in c.pairs]
                    for p in c.spread.paths:
                        self.whole(V([p]))
                        out.append(V(consts=[Seq([V(consts=[EXT]), V([(p + ("*",))[:MAXDEPTH]])])]))
            return V(consts=[Seq(out)])
        if name in ("keys", "values", "copy", "union", "intersection", "difference"):
            if name == "values":
                self.whole(V(base.paths))
                return V(base.paths, [Seq([v for c in base.consts if isinstance(c, Map) for _, v in c.pairs])])
            if name == "copy":
                return base
            return base
        if name in ("append", "add", "extend", "insert", "update"):
            for c in base.consts:
                if isinstance(c, Seq):
                    for a in args:
                        if name in ("extend", "update"):
                            c.items += self.elements(a)[:200]
                        else:
                            c.items.append(a)
                    return EMPTY
                if isinstance(c, Map) and name == "update":
                    for a in args:
                        for d in a.consts:
                            if isinstance(d, Map) and d is not c:
                                c.pairs += d.pairs
                                c.spread |= d.spread
                        c.spread |= V(a.paths)
                    for k, v in kw:
                        c.pairs.append((V(consts=[k]), v))
                    return EMPTY
            for a in args:
                self.whole(a)
            return EMPTY
        if name in ("startswith", "endswith", "strip", "lower", "upper", "split", "rsplit", "replace", "encode", "format",
                    "lstrip", "rstrip", "partition", "rpartition", "index", "count", "decode", "join", "isdigit", "title"):
            self.whole(base)
            for a in args:
                self.whole(a)
            return EMPTY
        return self.unknown(name, args + [base], kw)

    def unknown(self, name, args, kw):
        for a in args:
            self.whole(a)
        for _, a in kw:
            self.whole(a)
        return EMPTY

    @staticmethod
    def interesting(v, d=0):
        if v.paths:
            return True
        if d > 3:
            return False
        for c in v.consts:
            if isinstance(c, Seq) and any(Interp.interesting(i, d + 1) for i in c.items[:60]):
                return True
            if isinstance(c, Map) and (c.spread.paths or any(Interp.interesting(b, d + 1) for _, b in c.pairs[:80])):
                return True
            if isinstance(c, Fn) and c.env is not None:
                return True
        return False

    def call_fns(self, fv, args, kw):
        out = EMPTY
        for c in fv.consts:
            if isinstance(c, Fn):
                out |= self.call(c, args, kw)
        return out

    def call(self, fn, args, kw, force=False):
        node = fn.node
        allv = args + [v for _, v in kw]
        if not force and not any(self.interesting(a) for a in allv) and fn.env is None:
            return self.constant_result(fn, args, kw)
        in_cfn = ".cloudformation." in fn.mod.name
        only_maps = all(not a.paths for a in allv)
        # In a service module: follow only when it gets the template value itself; a translated request is consumed.
        if not in_cfn and (only_maps or len([f for f in self.stack if ".cloudformation." not in f[0].mod.name]) >= 3):
            for a in allv:
                self.whole(a)
            return EMPTY
        key = (id(node), tuple(a.paths for a in args), tuple((k, v.paths, tuple(v.strs())) for k, v in kw),
               tuple(tuple(a.strs()) for a in args), tuple(id(c) for a in args for c in a.consts if not isinstance(c, (str, int))))
        if key in self.memo:
            return self.memo[key]
        if any(f[0].node is node for f in self.stack[-6:]) and sum(f[0].node is node for f in self.stack) >= 2 or len(self.stack) > 25:
            return EMPTY
        self.memo[key] = EMPTY
        env = Env(fn.mod, fn.env)
        a = node.args
        names = [x.arg for x in a.posonlyargs + a.args]
        for nm, d in zip(names[len(names) - len(a.defaults):], a.defaults):
            env.d[nm] = self.ev(d, env)
        for x, d in zip(a.kwonlyargs, a.kw_defaults):
            env.d[x.arg] = self.ev(d, env) if d else EMPTY
        for nm in names:
            env.d.setdefault(nm, EMPTY)
        for nm, v in zip(names, args):
            env.d[nm] = v
        if a.vararg:
            env.d[a.vararg.arg] = V(consts=[Seq(list(args[len(names):]))])
        kwextra = []
        known = set(names) | {x.arg for x in a.kwonlyargs}
        for k, v in kw:
            if k in known:
                env.d[k] = v
            elif k is None:
                if a.kwarg:
                    kwextra.append((EMPTY, v))
                self.whole(v) if v.paths else None
            else:
                kwextra.append((V(consts=[k]), v))
        if a.kwarg:
            env.d[a.kwarg.arg] = V(consts=[Map(kwextra)])
        self.stack.append((fn, args))
        ret = [EMPTY]
        if isinstance(node, ast.Lambda):
            ret[0] = self.ev(node.body, env)
        else:
            self.block(node.body, env, ret)
        self.stack.pop()
        self.memo[key] = ret[0]
        return ret[0]

    def constant_result(self, fn, args, kw):
        """A helper that gets no template value: only its constant result matters (tables of names)."""
        node = fn.node
        if (".cloudformation." in fn.mod.name and isinstance(node, ast.FunctionDef)
                and any(isinstance(b, ast.FunctionDef) for b in node.body) and isinstance(node.body[-1], ast.Return)):
            return self.call(fn, args, kw, force=True)          # a factory of handlers
        if ".cloudformation." not in fn.mod.name or isinstance(node, ast.Lambda) or len(node.body) > 3 or len(self.stack) > 25:
            return EMPTY
        last = node.body[-1]
        if isinstance(last, ast.Return) and isinstance(last.value, (ast.Tuple, ast.List, ast.Dict, ast.Name)) and not args:
            return Interp(None).ev(last.value, Env(fn.mod))
        return EMPTY

    # statements
    def block(self, body, env, ret):
        for s in body:
            self.stmt(s, env, ret)

    def stmt(self, s, env, ret):
        if isinstance(s, ast.Assign):
            v = self.ev(s.value, env)
            for t in s.targets:
                self.bind(t, v, env)
        elif isinstance(s, ast.AnnAssign):
            if s.value:
                self.bind(s.target, self.ev(s.value, env), env)
        elif isinstance(s, ast.AugAssign):
            v = self.ev(s.value, env)
            if isinstance(s.target, ast.Name):
                env.d[s.target.id] = (env.get(s.target.id) or EMPTY) | v
            else:
                self.whole(v)
        elif isinstance(s, ast.Expr):
            c = s.value
            if (isinstance(c, ast.Call) and isinstance(c.func, ast.Attribute) and c.func.attr == "pop"
                    and self.aliases(self.ev(c.func.value, env))):
                return                                # popped and thrown away: the property is dropped
            self.ev(c, env)
        elif isinstance(s, ast.Return):
            if s.value:
                ret[0] |= self.ev(s.value, env)
        elif isinstance(s, ast.If):
            self.ev(s.test, env)
            before = dict(env.d)
            self.block(s.body, env, ret)
            after = env.d
            env.d = dict(before)
            self.block(s.orelse, env, ret)
            for k, v in after.items():
                env.d[k] = (env.d[k] | v) if k in env.d else v
        elif isinstance(s, (ast.For, ast.AsyncFor)):
            it = self.ev(s.iter, env)
            els = self.elements(it)
            if not els:
                els = [EMPTY]
            for v in els:
                self.bind(s.target, v, env)
                self.block(s.body, env, ret)
            self.block(s.orelse, env, ret)
        elif isinstance(s, ast.While):
            self.ev(s.test, env)
            self.block(s.body, env, ret)
        elif isinstance(s, (ast.With, ast.AsyncWith)):
            for i in s.items:
                v = self.ev(i.context_expr, env)
                if i.optional_vars is not None:
                    self.bind(i.optional_vars, v, env)
            self.block(s.body, env, ret)
        elif isinstance(s, ast.Try):
            self.block(s.body, env, ret)
            for h in s.handlers:
                self.block(h.body, env, ret)
            self.block(s.orelse, env, ret)
            self.block(s.finalbody, env, ret)
        elif isinstance(s, (ast.FunctionDef, ast.AsyncFunctionDef)):
            env.d[s.name] = V(consts=[Fn(s, env.mod, env)])
        elif isinstance(s, ast.Raise):
            pass                                      # naming a value in an error message does not use it
        elif isinstance(s, (ast.Import, ast.ImportFrom)):
            env.mod.load_imports()
            saved = dict(env.mod.imports)
            env.mod._import(s)
            for k, spec in env.mod.imports.items():
                if saved.get(k) != spec:
                    env.d[k] = import_value(spec)
            env.mod.imports = saved
        elif isinstance(s, ast.Assert):
            self.ev(s.test, env)
        elif isinstance(s, ast.Delete):
            for t in s.targets:
                if isinstance(t, ast.Subscript):
                    self.ev(t.value, env)


def run(fn, which):
    """Reads of a handler; which = index of the properties parameter."""
    reads = {}
    it = Interp(reads)
    a = fn.node.args
    names = [x.arg for x in a.posonlyargs + a.args]
    args = [EMPTY] * len(names)
    if which < len(args):
        args[which] = V([()])
    r = it.call(fn, args, [], force=True)
    # what is returned in the attributes is not a use by the service
    return reads


def fold(reads):
    if reads.get((), "") == "w":
        star = True
    else:
        star = False
    for p in [p for p in reads if p and p[-1] == "*" and reads[p] == "w"]:
        reads[p[:-1]] = "w"                            # iterated over: nothing known to be dropped below
    for p in {q[:1] for q in reads if len(q) == 2 and q[1] in ("Key", "Value") and q[0].endswith("Tags")}:
        reads[p] = "w"
    paths = [p for p in reads if p]
    out = set()
    wholes = {p for p, k in reads.items() if k == "w" and p}
    for p in paths:
        if any(p[:i] in wholes for i in range(1, len(p))):
            continue                                   # an ancestor is used whole
        if reads[p] == "t" and any(len(q) > len(p) and q[:len(p)] == p for q in paths):
            continue                                   # described by its members
        out.add(".".join(p))
    if star:
        out.add("*")
    return sorted(out)


def main():
    gc.disable()
    sys.setrecursionlimit(5000)
    mod = Module.get("ministack.services.cloudformation.provisioners")
    mod.load()
    node = mod._stmt(mod.index["_RESOURCE_HANDLERS"][-1])
    result = {}
    it = Interp(None)
    env = Env(mod)
    for k, v in zip(node.value.keys, node.value.values):
        h = {a.value: b for a, b in zip(v.keys, v.values) if isinstance(a, ast.Constant)} if isinstance(v, ast.Dict) else {}
        entry = {"create": [], "update": "update" in h}
        for kind, idx in (("create", 1), ("update", 2)):
            if kind not in h or (kind == "update" and "--updates" not in sys.argv):
                continue
            fns = [c for c in it.ev(h[kind], env).consts if isinstance(c, Fn)]
            if not fns:
                entry["create" if kind == "create" else "update_reads"] = ["?"]
            for f in fns:
                entry["create" if kind == "create" else "update_reads"] = fold(run(f, idx))
        result[k.value] = entry
    json.dump(result, sys.stdout, indent=1, sort_keys=True)
    print()


if __name__ == "__main__":
    main()
