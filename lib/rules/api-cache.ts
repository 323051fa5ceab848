/** Which methods the cache of a stage answers for. Pure. */
import type { Properties } from '../capabilities.ts';
import type { Resource } from '../template/template.ts';
import { isTrue, listOf, mapOf, numberOf, textOf } from './values.ts';

/** A method as its stage sees it. */
interface StagedMethod {
  readonly verb: string;
  /** Undefined where the template does not show it: then only settings for all paths hold. */
  readonly path: string | undefined;
}

/**
 * Does the stage answer this method from its cache?
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html
 */
export function isCached(stage: Resource, { verb, path }: StagedMethod): boolean {
  if (!isTrue(stage.properties.CacheClusterEnabled)) return false;
  const settings = listOf(stage.properties.MethodSettings).map(mapOf);
  const verbs = verb === 'ANY' ? ['GET', ...settings.map(settingVerb)] : [verb];
  return verbs.some((each) => isOn(settings.filter((setting) => holds(setting, each, path))));
}

/** The setting nearest to the method decides; what it leaves out is taken from the next. */
function isOn(settings: readonly Properties[]): boolean {
  const nearest = settings.toSorted((a, b) => Number(isForAllPaths(a)) - Number(isForAllPaths(b)));
  const decided = (name: string): unknown =>
    nearest.find((setting) => setting[name] !== undefined)?.[name];
  return isTrue(decided('CachingEnabled')) && numberOf(decided('CacheTtlInSeconds')) !== 0;
}

/** A setting for all methods caches GET alone: other verbs are cached when a setting of their own says so. */
function holds(setting: Properties, verb: string, path: string | undefined): boolean {
  const isVerb = settingVerb(setting) === (isForAllVerbs(setting) ? '*' : verb);
  const isPath = isForAllPaths(setting) || settingPath(setting) === path;
  return isVerb && isPath && (verb === 'GET' || !isForAllVerbs(setting));
}

function settingVerb({ HttpMethod }: Properties): string {
  return textOf(HttpMethod).toUpperCase();
}

/** `/~1todos~1{id}` -> `/todos/{id}`: a slash inside is written `~1`, the root is one slash. */
function settingPath({ ResourcePath }: Properties): string {
  return textOf(ResourcePath)
    .replaceAll('~1', '/')
    .replace(/^\/\/+/, '/');
}

function isForAllVerbs(setting: Properties): boolean {
  return settingVerb(setting) === '*';
}

function isForAllPaths(setting: Properties): boolean {
  return settingPath(setting) === '/*';
}
