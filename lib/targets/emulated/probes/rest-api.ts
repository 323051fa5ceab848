/** What a REST API does before it hands a request on, and instead of it. */
import type { HttpRequest } from '../../../capabilities.ts';
import type { ProbeGroup } from './group.ts';
import { apiWith, method, ref, type Resources } from './parts.ts';

const validation: Resources = {
  Validator: {
    Type: 'AWS::ApiGateway::RequestValidator',
    Properties: { RestApiId: ref('Api'), ValidateRequestBody: true },
  },
  Titled: {
    Type: 'AWS::ApiGateway::Model',
    Properties: {
      RestApiId: ref('Api'),
      ContentType: 'application/json',
      Name: 'Titled',
      Schema: {
        type: 'object',
        required: ['title'],
        additionalProperties: false,
        properties: { title: { type: 'string', minLength: 1 } },
      },
    },
  },
};

const methods: Resources = {
  Get: method('GET', { AuthorizationType: 'NONE' }),
  Post: method('POST', {
    AuthorizationType: 'NONE',
    RequestValidatorId: ref('Validator'),
    RequestModels: { 'application/json': ref('Titled') },
  }),
};

const cached = {
  CacheClusterEnabled: true,
  CacheClusterSize: '0.5',
  MethodSettings: [
    { ResourcePath: '/~1probe', HttpMethod: 'GET', CachingEnabled: true, CacheTtlInSeconds: 60 },
  ],
};

const probe = { to: 'Api', path: '/probe' };
const post = { ...probe, method: 'POST' };

export const restApi: ProbeGroup = {
  stack: 'ProbesRestApi',
  template: { Resources: { ...validation, ...apiWith(methods, cached) } },
  probes: {
    'request-validation': async ({ http }) => {
      const bad = [{}, { title: '' }, { title: 7 }, { title: 'a', owner: 'b' }];
      const answers = await Promise.all(bad.map((body) => http({ ...post, body })));
      const good = await http({ ...post, body: { title: 'a' } });
      return answers.every(({ status }) => status === 400) && good.status === 200;
    },

    'api-cache': async ({ http }) => {
      const drawn = async (request: HttpRequest): Promise<string> =>
        JSON.stringify((await http(request)).body);
      const isSame = async (request: HttpRequest): Promise<boolean> =>
        (await drawn(request)) === (await drawn(request));
      return (await isSame(probe)) && !(await isSame({ ...post, body: { title: 'a' } }));
    },
  },
};
