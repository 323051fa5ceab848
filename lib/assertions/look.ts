/** What a person has at hand -> resources, resolved together, each under the name that the person gave it. */
import { dirname, relative } from 'node:path';
import { KitError } from '../errors.ts';
import { openTemplates, type Given, type Opened } from '../template/open.ts';
import type { Resource } from '../template/template.ts';
import { templatesOf } from './construct.ts';
import { withNames } from './logical-names.ts';
import { isConstruct, isObject, type Options, type Subject } from './subject.ts';
import { openWritten, type Written } from './written.ts';

export interface Looked {
  readonly resources: readonly Resource[];
  readonly reasonOf: Opened['reasonOf'];
  /** Where the templates are, as seen from here; empty where no file is left. */
  readonly folder: string;
}

/** @throws BadTemplate, NoTemplate, NotComplete, and whatever the synthesis throws */
export function lookedAt(subject: Subject, options: Options = {}): Looked {
  const { allowsIncomplete = false, ...given } = options;
  const { templates, resources, warnings, reasonOf } = opened(subject, given);
  const [warning] = warnings;
  if (warning !== undefined && !allowsIncomplete)
    throw new KitError('NotComplete', warning, {
      next: '{ allowsIncomplete: true } answers from the rest',
    });
  return { resources: withNames(resources), reasonOf, folder: folderOf(templates, resources) };
}

function folderOf([first]: Opened['templates'], resources: readonly Resource[]): string {
  const isHere = resources.some(({ source }) => source !== undefined);
  return isHere && first !== undefined ? relative('.', dirname(first.file)) : '';
}

function opened(subject: Subject, given: Given): Opened {
  if (typeof subject === 'string') return openTemplates(subject, given);
  if (!isObject(subject))
    throw new KitError('NoTemplate', `this is ${String(subject)}, not a template`, {
      next: 'a Template, a Stack, an App, a template as data, or a path',
    });
  if (isConstruct(subject)) return openWritten(templatesOf(subject), given);
  return openWritten(asWritten([subject].flat()), given);
}

function asWritten(templates: readonly object[]): readonly Written[] {
  return templates.map((template, at) => {
    const stackName = templates.length === 1 ? 'Template' : `Template${at + 1}`;
    return { file: `${stackName}.json`, template, root: { stackName } };
  });
}
