/** A method that hands a body on without a check of its schema. */
import type { Resource } from '../../template/template.ts';
import { verbOf } from '../api-methods.ts';
import { finderOf, type Find } from '../references.ts';
import type { Rule } from '../rule.ts';
import { isTrue, mapOf, textOf } from '../values.ts';

/** `ANY` takes in the other three. */
const verbsWithBody = ['POST', 'PUT', 'PATCH', 'ANY'];

/** The model every API is born with: it takes any object. */
const emptyModel = 'Empty';

export const apiValidated: Rule = {
  id: 'kit/api-validated',
  says: 'hands a JSON body on unchecked: it lacks a body validator or a model for application/json',
  because:
    'A body of the wrong shape then costs a run of the back end, which is the last to refuse it; a validator without a model, or a model without a validator, checks nothing.',
  source:
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html',
  breaches({ resources }) {
    const find = finderOf(resources);
    return resources.filter(
      (each) => passesBody(each) && !(hasModel(each) && validatesBody(each, find)),
    );
  },
};

/** A mock integration answers by itself, so a body goes nowhere. */
function passesBody(resource: Resource): boolean {
  return (
    resource.type === 'AWS::ApiGateway::Method' &&
    verbsWithBody.includes(verbOf(resource)) &&
    mapOf(resource.properties.Integration).Type !== 'MOCK'
  );
}

function hasModel({ properties }: Resource): boolean {
  const models = mapOf(properties.RequestModels);
  const model = textOf(models['application/json'] ?? models.$default);
  return model !== '' && model !== emptyModel;
}

/** A validator that stands in no template may validate, so it is not held against the method. */
function validatesBody(method: Resource, find: Find): boolean {
  const id = method.properties.RequestValidatorId;
  if (id === undefined) return false;
  const validator = find(id, method);
  return validator === undefined || isTrue(validator.properties.ValidateRequestBody);
}
