/** What answers the internet at an address of AWS's, whatever the network: APIs, function URLs, distributions, public buckets. Pure. */
import { isAuthorized, pathOf, verbOf } from '../rules/api-methods.ts';
import { isPublic, isPublicByAcl, openedElsewhere } from '../rules/buckets.ts';
import { finderOf, type Find } from '../rules/references.ts';
import type { Subject } from '../rules/rule.ts';
import { textOf, textsOf, mapOf } from '../rules/values.ts';
import type { Resource } from '../template/template.ts';
import { own } from '../template/values.ts';
import { domainAnswers } from './domains.ts';
import type { Answers, Entry } from './report.ts';
import { standing } from './standing.ts';

type Look = (resource: Resource, subject: Subject, find: Find) => Answers | undefined;

/** Those that answer nobody are left out. */
export function entriesOf(subject: Subject): readonly Entry[] {
  const find = finderOf(subject.resources);
  return subject.resources.flatMap((resource) => {
    const answers = own(looks, resource.type)?.(resource, subject, find);
    if (answers === undefined || answers.open.length + answers.guarded.length === 0) return [];
    return [{ ...standing(resource), ...answers }];
  });
}

const looks: Readonly<Record<string, Look>> = {
  'AWS::ApiGateway::RestApi': (api, { resources }, find) => {
    const { Types } = mapOf(api.properties['EndpointConfiguration']);
    if (textsOf(Types).includes('PRIVATE')) return undefined;
    const methods = resources.filter(
      (each) =>
        each.type === 'AWS::ApiGateway::Method' && find(each.properties['RestApiId'], each) === api,
    );
    return byAuthorization(methods, (each) => `${verbOf(each)} ${pathOf(each, find) ?? '?'}`);
  },
  'AWS::ApiGatewayV2::Api': (api, { resources }, find) => {
    const routes = resources.filter(
      (each) =>
        each.type === 'AWS::ApiGatewayV2::Route' && find(each.properties['ApiId'], each) === api,
    );
    return byAuthorization(routes, (each) => textOf(each.properties['RouteKey']));
  },
  'AWS::Lambda::Url': ({ properties }) =>
    properties['AuthType'] === 'NONE'
      ? { open: ['every request'], guarded: [] }
      : { open: [], guarded: ['signed requests'] },
  'AWS::CloudFront::Distribution': () => ({ open: ['what it distributes'], guarded: [] }),
  'AWS::S3::Bucket': (bucket, { policies }) => {
    const held = policies.heldBy(bucket);
    const open = onBuckets.filter((action) => isPublic(bucket, held, action));
    return { open: isPublicByAcl(bucket) ? [...open, 'what its ACL lets'] : open, guarded: [] };
  },
  'AWS::Elasticsearch::Domain': domainAnswers,
  'AWS::OpenSearchService::Domain': domainAnswers,
  'AWS::S3::BucketPolicy': (carrier, { policies }) => {
    const open = policies.held
      .filter((each) => each.carrier === carrier)
      .flatMap((each) =>
        openedElsewhere(each, onBuckets).map(
          (action) => `${action} of ${each.elsewhere ?? ''}, where nothing blocks it`,
        ),
      );
    return { open, guarded: [] };
  },
};

const onBuckets = ['s3:GetObject', 's3:ListBucket', 's3:PutObject', 's3:DeleteObject'];

/** A preflight is asked by browsers, and says nothing but where from one may ask. */
function byAuthorization(
  methods: readonly Resource[],
  nameOf: (method: Resource) => string,
): Answers {
  const asked = methods.filter((each) => verbOf(each) !== 'OPTIONS');
  return {
    open: asked.filter((each) => !isAuthorized(each)).map(nameOf),
    guarded: asked.filter(isAuthorized).map(nameOf),
  };
}
