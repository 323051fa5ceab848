/** Where a stand-in that plays AWS answers HTTP: MiniStack and LocalStack take a REST API at the same path. */
import { Unavailable } from '../../errors.ts';
import { resourcesAt } from '../../template/places.ts';
import { deployedAt, type Deployed } from '../api/deployed.ts';
import type { Address } from '../api/request.ts';

/** @throws Unavailable where the place is no REST API */
export function standInAddress(
  endpoint: string,
  deployed: readonly Deployed[],
  place: string,
): Address {
  const apis = resourcesAt(deployed, place).filter(
    ({ type }) => type === 'AWS::ApiGateway::RestApi',
  );
  const api = deployedAt(apis.length > 0 ? apis : deployed, place);
  const stage = deployed.find(
    ({ type, properties }) =>
      type === 'AWS::ApiGateway::Stage' && properties['RestApiId'] === `\${${api.logicalId}}`,
  );
  if (stage === undefined)
    throw new Unavailable(`${place} answers no HTTP on the stand-in ${endpoint}`);
  const path = `${api.physicalId}/${String(stage.properties['StageName'])}`;
  return { url: `${endpoint}/_aws/execute-api/${path}` };
}
