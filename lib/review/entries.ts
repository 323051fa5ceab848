/** What answers the internet at an address of AWS's, whatever the network: APIs, function URLs, distributions, public buckets and more. Pure. */
import { isAuthorized, pathOf, verbOf } from '../rules/api-methods.ts';
import { isPublic, isPublicByAcl, openedElsewhere } from '../rules/buckets.ts';
import { finderOf, type Find } from '../rules/references.ts';
import type { Subject } from '../rules/rule.ts';
import { textOf, textsOf, mapOf } from '../rules/values.ts';
import type { Resource } from '../template/template.ts';
import { own } from '../template/values.ts';
import { domainAnswers } from './domains.ts';
import { notKnownIn, urlAnswers } from './function-urls.ts';
import { hosted } from './hosted.ts';
import type { Answers, Entry } from './report.ts';
import { guestAnswers, isForWhoSignsUp } from './sign-up.ts';
import { standing } from './standing.ts';

type Look = (resource: Resource, subject: Subject, find: Find) => Answers | undefined;

/** Those that answer nobody are left out. */
export function entriesOf(subject: Subject): readonly Entry[] {
  const find = finderOf(subject.resources);
  return subject.resources.flatMap((resource) => {
    const answers =
      own(looks, resource.type)?.(resource, subject, find) ??
      own(hosted, resource.type)?.(resource.properties);
    if (answers === undefined || answers.open.length + answers.guarded.length === 0) return [];
    return [{ ...standing(resource), ...answers }];
  });
}

const looks: Readonly<Record<string, Look>> = {
  'AWS::ApiGateway::RestApi': (api, subject, find) => {
    const { Types } = mapOf(api.properties['EndpointConfiguration']);
    if (textsOf(Types).includes('PRIVATE')) return undefined;
    const methods = subject.resources.filter(
      (each) =>
        each.type === 'AWS::ApiGateway::Method' && find(each.properties['RestApiId'], each) === api,
    );
    return together(
      byAuthorization(methods, {
        nameOf: (each) => `${verbOf(each)} ${pathOf(each, find) ?? '?'}`,
        ...{ subject, find },
      }),
      byDocument(api),
    );
  },
  'AWS::ApiGatewayV2::Api': (api, subject, find) => {
    const routes = subject.resources.filter(
      (each) =>
        each.type === 'AWS::ApiGatewayV2::Route' && find(each.properties['ApiId'], each) === api,
    );
    return together(
      byAuthorization(routes, {
        nameOf: (each) => textOf(each.properties['RouteKey']),
        ...{ subject, find },
      }),
      byDocument(api),
      byTarget(api),
    );
  },
  'AWS::Cognito::IdentityPool': guestAnswers,
  'AWS::Lambda::Url': urlAnswers,
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

/** OpenAPI, which says of each method whether somebody is asked. */
function byDocument({ properties: { Body, BodyS3Location } }: Resource): Answers {
  const isThere = Body !== undefined || BodyS3Location !== undefined;
  const says = 'what its OpenAPI document says, which is not read here';
  return { open: [], guarded: isThere ? [says] : [] };
}

/**
 * An HTTP API that is made with its integration has one route, which asks nobody.
 * @see https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis.html
 */
function byTarget({ properties: { RouteKey = '$default', Target } }: Resource): Answers {
  return { open: Target === undefined ? [] : [textOf(RouteKey)], guarded: [] };
}

function together(...answers: readonly Answers[]): Answers {
  return {
    open: answers.flatMap(({ open }) => open),
    guarded: answers.flatMap(({ guarded }) => guarded),
  };
}

const onBuckets = ['s3:GetObject', 's3:ListBucket', 's3:PutObject', 's3:DeleteObject'];

interface Asking {
  readonly nameOf: (method: Resource) => string;
  readonly subject: Subject;
  readonly find: Find;
}

/** A preflight is asked by browsers, and says nothing but where from one may ask. */
function byAuthorization(methods: readonly Resource[], { nameOf, subject, find }: Asking): Answers {
  const asked = methods.filter((each) => verbOf(each) !== 'OPTIONS');
  return together(
    ...asked.map((each) => {
      const { AuthorizationType } = each.properties;
      const perhaps = notKnownIn({ AuthorizationType });
      if (!isAuthorized(each) || perhaps !== undefined)
        return { open: [`${nameOf(each)}${perhaps ?? ''}`], guarded: [] };
      const who = isForWhoSignsUp(each, subject, find) ? ' (whoever signs up)' : '';
      return { open: [], guarded: [`${nameOf(each)}${who}`] };
    }),
  );
}
