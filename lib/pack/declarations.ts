/** The types of an entry module in one declaration file: what its names need, and nothing else. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import ts from 'typescript';

/** @throws Error where a type comes from a package: whoever installs this may not have it */
export function declarations(entry: string): string {
  const rolled = new Rolled();
  const names = exportedBy(declared(entry));
  for (const name of names) rolled.take(entry, name);
  return rolled.text(new Set(names));
}

/** What the module declares, by itself: it says the types of all that it exports. */
function declared(path: string): ts.SourceFile {
  const { outputText, diagnostics = [] } = ts.transpileDeclaration(readFileSync(path, 'utf8'), {
    fileName: path,
    reportDiagnostics: true,
    compilerOptions: { target: ts.ScriptTarget.ES2023, isolatedDeclarations: true },
  });
  const [wrong] = diagnostics;
  if (wrong !== undefined)
    throw new Error(`${path}: ${ts.flattenDiagnosticMessageText(wrong.messageText, ' ')}`);
  return ts.createSourceFile(path, outputText, ts.ScriptTarget.ES2023, true);
}

type Named = ts.DeclarationStatement | ts.VariableStatement;

/** Statements, each once, in the order in which they are first needed. */
class Rolled {
  private readonly files = new Map<string, ts.SourceFile>();
  private readonly taken = new Map<string, ts.Statement>();

  /** The declaration of the name, and of each name in that. */
  take(path: string, name: string): void {
    const file = this.files.get(path) ?? declared(path);
    this.files.set(path, file);
    const statement = file.statements.find((each) => isNamed(each) && nameOf(each) === name);
    if (statement === undefined) this.take(sourceOf(file, name), name);
    else this.add(name, statement, file);
  }

  private add(name: string, statement: ts.Statement, file: ts.SourceFile): void {
    const known = this.taken.get(name);
    if (known === statement) return;
    if (known !== undefined) throw new Error(`two types are called ${name}`);
    this.taken.set(name, statement);
    const around = new Set(namesIn(file));
    for (const each of identifiersIn(statement))
      if (around.has(each)) this.take(file.fileName, each);
  }

  /** @param open names that are exported */
  text(open: ReadonlySet<string>): string {
    const statements = [...this.taken].map(([name, statement]) => {
      const text = statement.getText().replace(/^export /, '');
      return `${commentOf(statement)}${open.has(name) ? `export ${text}` : text}`;
    });
    return `${[...statements, 'export {};'].join('\n\n')}\n`;
  }
}

/** Its own, not the one that speaks of the file. */
function commentOf(statement: ts.Statement): string {
  const { text } = statement.getSourceFile();
  const comment = ts.getLeadingCommentRanges(text, statement.getFullStart())?.at(-1);
  return comment === undefined ? '' : `${text.slice(comment.pos, comment.end)}\n`;
}

function isNamed(statement: ts.Statement): statement is Named {
  return (
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isFunctionDeclaration(statement) ||
    ts.isVariableStatement(statement)
  );
}

function nameOf(statement: Named): string | undefined {
  const named = ts.isVariableStatement(statement)
    ? statement.declarationList.declarations[0]
    : statement;
  return named?.name?.getText();
}

/** The file from which this one has the name. */
function sourceOf(file: ts.SourceFile, name: string): string {
  const from = file.statements.find((each) => passedOn(each).includes(name));
  const text = from === undefined ? undefined : moduleOf(from);
  if (text?.startsWith('.') !== true)
    throw new Error(`${name} in ${file.fileName} comes from ${text ?? 'nowhere'}`);
  return resolve(file.fileName, '..', text);
}

function moduleOf(statement: ts.Statement): string | undefined {
  if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return undefined;
  const { moduleSpecifier } = statement;
  if (moduleSpecifier === undefined || !ts.isStringLiteral(moduleSpecifier)) return undefined;
  return moduleSpecifier.text;
}

/** Names that an import brings in or an export hands on. */
function passedOn(statement: ts.Statement): readonly string[] {
  const named = ts.isImportDeclaration(statement)
    ? statement.importClause?.namedBindings
    : ts.isExportDeclaration(statement)
      ? statement.exportClause
      : undefined;
  if (named === undefined || !('elements' in named)) return [];
  return named.elements.map((each) => each.name.getText());
}

function exportedBy(file: ts.SourceFile): readonly string[] {
  return file.statements.filter(ts.isExportDeclaration).flatMap(passedOn);
}

function namesIn(file: ts.SourceFile): readonly string[] {
  return file.statements.flatMap((each) => (isNamed(each) ? (nameOf(each) ?? []) : passedOn(each)));
}

/** Every name of a type that the statement mentions. */
function identifiersIn(statement: ts.Statement): readonly string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTypeReferenceNode(node)) found.push(node.typeName.getText());
    if (ts.isExpressionWithTypeArguments(node)) found.push(node.expression.getText());
    if (ts.isTypeQueryNode(node)) found.push(node.exprName.getText());
    ts.forEachChild(node, visit);
  };
  visit(statement);
  return found;
}
