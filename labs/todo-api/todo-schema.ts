/** What a body may say of a to-do; whose it is stands in the token and nowhere else. */
import { JsonSchemaType, JsonSchemaVersion, type JsonSchema } from 'aws-cdk-lib/aws-apigateway';

const todo: JsonSchema = {
  schema: JsonSchemaVersion.DRAFT4,
  type: JsonSchemaType.OBJECT,
  properties: {
    title: { type: JsonSchemaType.STRING, minLength: 1, maxLength: 200 },
    done: { type: JsonSchemaType.BOOLEAN },
  },
  additionalProperties: false,
};

export const newTodo: JsonSchema = { ...todo, required: ['title'] };
export const changedTodo: JsonSchema = { ...todo, minProperties: 1 };
