/** Methods of REST APIs and routes of HTTP APIs. Pure. */
import type { Resource } from '../template/template.ts';
import type { Find } from './references.ts';
import { textOf } from './values.ts';

/** Authorization types that do nothing without an authorizer to ask. */
const askingTypes = ['COGNITO_USER_POOLS', 'CUSTOM', 'JWT'];

/**
 * Is somebody asked who the caller is? An API key is no authorization, and an authorizer beside type `NONE` is not asked.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-method.html
 */
export function isAuthorized({ properties }: Resource): boolean {
  const type = textOf(properties.AuthorizationType).toUpperCase();
  if (type === '' || type === 'NONE') return false;
  return !askingTypes.includes(type) || properties.AuthorizerId !== undefined;
}

/** The verb in capitals: `GET`; `ANY` for all of them, as for the route `$default`. */
export function verbOf({ type, properties }: Resource): string {
  if (type === 'AWS::ApiGateway::Method') return textOf(properties.HttpMethod).toUpperCase();
  const [verb = ''] = textOf(properties.RouteKey).split(' ');
  return verb === '$default' ? 'ANY' : verb.toUpperCase();
}

/** The path of a method: `/todos/{id}`; undefined where part of it stands in no template. */
export function pathOf(method: Resource, find: Find): string | undefined {
  const parts = partsOf(method.properties.ResourceId, method, find);
  return parts && `/${parts.join('/')}`;
}

function partsOf(id: unknown, from: Resource, find: Find): readonly string[] | undefined {
  if (textOf(id).endsWith('.RootResourceId}')) return [];
  const part = find(id, from);
  if (part?.type !== 'AWS::ApiGateway::Resource') return undefined;
  const above = partsOf(part.properties.ParentId, part, find);
  return above && [...above, textOf(part.properties.PathPart)];
}
