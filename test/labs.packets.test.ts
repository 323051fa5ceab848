/** Every lab that real packets say something of, in the namespaces of this machine. */
import { checksOf, labIds } from '../lib/catalog.ts';
import { serves } from '../lib/targets/packets/judge.ts';
import { describeLabsOn } from './support/labs-on.ts';

/** Told beforehand: while tests are collected nothing can be awaited. */
const served = [
  'alb-asg',
  'bastion-host',
  'nacl-and-security-groups',
  's3-website-failover',
  'todo-api',
  'vpc-public-private',
];

/** Its one way by HTTP asks S3, which packets does not play. */
const elsewhere = ['s3-website-cors'];

test.each(labIds().filter((id) => !elsewhere.includes(id)))(
  '%s is run on packets if a check of it has a way there',
  async (id) => {
    const ways = (await checksOf(id)).flatMap((check) => check.ways);
    const isServed = ways.some(({ needs }) => needs.every((each) => serves.has(each)));
    expect(served.includes(id)).toBe(isServed);
  },
);

describeLabsOn('packets', served, { unbroken: ['alb-asg'] });
