/** The same on LocalStack: nothing of a real profile goes anywhere. */
import { testNothingLeaves } from '../support/no-secret-leaves.ts';

testNothingLeaves([
  'up s3-website-cors --on localstack',
  'check s3-website-cors',
  'down s3-website-cors',
]);
