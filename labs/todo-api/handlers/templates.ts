import type { APIGatewayProxyHandler } from 'aws-lambda';
import { answer, correlationIdOf, log } from './answers.ts';

const templates = [
  { name: 'Moving house', titles: ['Cancel the old contract', 'Tell the post office', 'Pack'] },
  { name: 'Weekend away', titles: ['Book a room', 'Ask the neighbour to water the plants'] },
];

/** The same for everybody: it looks at no token, so its answer may be cached. */
// eslint-disable-next-line @typescript-eslint/require-await
export const handler: APIGatewayProxyHandler = async (event, { awsRequestId: requestId }) => {
  const correlationId = correlationIdOf(event);
  log({ event: 'run', requestId, correlationId, route: 'GET /templates', status: 200 });
  return answer(200, { templates });
};
