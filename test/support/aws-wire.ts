/** AWS's protocols as a server speaks them: query, EC2's query, JSON 1.0 and 1.1, REST with JSON or XML. */
import {
  escaped,
  requestId,
  serialized,
  type Input,
  type Received,
  type Wire,
} from './aws-exchange.ts';
import { formRead, treeOf } from './aws-forms.ts';
import { restJson, restXml } from './aws-rest.ts';
import { membersOf, type Codec, type Schema } from './aws-schemas.ts';

const xml = { 'content-type': 'text/xml' };

export function wireOf({ headers }: Received, service: string): Wire {
  if (headers['x-amz-target'] !== undefined) return json;
  if (headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true)
    return service === 'ec2' ? ec2Query : query;
  return ['s3', 'route-53'].includes(service) ? restXml : restJson;
}

const json: Wire = {
  operation: ({ headers }, { operations }) =>
    operations.find(({ name }) => headers['x-amz-target']?.split('.').at(-1) === name),
  input: ({ body }, { input }, codec) => codec.createDeserializer().read(input, body) as Input,
  output: ({ output }, value, codec) => ({
    status: 200,
    headers: { 'content-type': 'application/x-amz-json-1.1' },
    body: output === 'unit' ? '' : serialized(output, value, codec),
  }),
  failure: ({ code, status, message }) => ({
    status,
    headers: { 'content-type': 'application/x-amz-json-1.1' },
    body: JSON.stringify({ __type: code, message }),
  }),
};

const query: Wire = {
  operation: ({ body }, { operations }) => {
    const action = new URLSearchParams(body.toString()).get('Action');
    return operations.find(({ name }) => name === action);
  },
  input: ({ body }, { input }) => formRead(input, treeOf(body.toString()), 'query') as Input,
  output: ({ name, output }, value, codec) => ({
    status: 200,
    headers: xml,
    body: `<${name}Response><${name}Result>${innerXml(output, value, codec)}</${name}Result><ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${name}Response>`,
  }),
  failure: ({ code, status, message }) => ({
    status,
    headers: xml,
    body: `<ErrorResponse><Error><Type>${status < 500 ? 'Sender' : 'Receiver'}</Type><Code>${code}</Code><Message>${escaped(message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
  }),
};

const ec2Query: Wire = {
  operation: query.operation.bind(query),
  input: ({ body }, { input }) => formRead(input, treeOf(body.toString()), 'ec2') as Input,
  output: ({ name, output }, value, codec) => ({
    status: 200,
    headers: xml,
    body: `<${name}Response><requestId>${requestId}</requestId>${innerXml(output, value, codec)}</${name}Response>`,
  }),
  failure: ({ code, status, message }) => ({
    status,
    headers: xml,
    body: `<Response><Errors><Error><Code>${code}</Code><Message>${escaped(message)}</Message></Error></Errors><RequestID>${requestId}</RequestID></Response>`,
  }),
};

/** The members of the structure as XML, without the structure's own tag. */
function innerXml(schema: Schema, value: Input, codec: Codec): string {
  if (membersOf(schema).length === 0) return '';
  const whole = String(serialized(schema, value, codec));
  return whole.endsWith('/>') ? '' : whole.replace(/^<[^>]*>/, '').replace(/<\/[^>]*>$/, '');
}
