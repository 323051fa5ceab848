/** Who asks, as the gateway's authorizer found it in the token. */
import type { APIGatewayProxyEvent } from 'aws-lambda';

/** The user's id; nothing where no authorizer has looked at the request. */
export function signedInUser({ requestContext }: APIGatewayProxyEvent): string | undefined {
  const claims = requestContext.authorizer?.['claims'] as { readonly sub?: string } | undefined;
  return claims?.sub;
}
