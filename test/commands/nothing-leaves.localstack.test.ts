/** The same on LocalStack: nothing of a real profile goes anywhere. */
import { expectNothingLeaves } from '../support/no-secret-leaves.ts';

test('no command on LocalStack sends anything of the profile anywhere', async () => {
  await expectNothingLeaves([
    'up s3-website-cors --on localstack',
    'check s3-website-cors',
    'down s3-website-cors',
  ]);
});
