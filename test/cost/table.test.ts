/** The price table and the list of free types: what has to be true of every row. */
import { whyFree } from '../../lib/cost/free.ts';
import { pricedTypes } from '../../lib/cost/priced/every.ts';
import { table } from './support.ts';

test('every price stands once, is more than nothing and has a source', () => {
  const ids = table.prices.map(({ id }) => id);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  expect(table.prices.filter(({ price }) => !(price > 0))).toEqual([]);
  expect(table.prices.filter(({ source }) => !(source in table.sources))).toEqual([]);
});

test.each(Object.entries(table.sources))(
  '%s names a page of AWS, a day and where it was read',
  (name, source) => {
    expect(source.page).toMatch(/^https:\/\/aws\.amazon\.com\/[a-z0-9/-]+\/pricing\/([a-z-]+\/)?$/);
    expect(source.date).toMatch(/^20\d\d-[01]\d-[0-3]\d$/);
    expect(source.readIn.length).toBeGreaterThan(0);
    expect(table.prices.some((each) => each.source === name)).toBe(true);
  },
);

test('no type is both free and priced', () => {
  expect(pricedTypes.filter((type) => whyFree(type) !== undefined)).toEqual([]);
});

test.each([
  ['ec2/t4g.micro', 0.0084, 'hour'],
  ['nat-gateway', 0.045, 'hour'],
  ['public-ipv4', 0.005, 'hour'],
  ['load-balancer/application', 0.0225, 'hour'],
  ['ebs/gp3', 0.08, 'GB-month'],
])('%s is %d for one %s', (id, price, unit) => {
  expect(table.prices.find((each) => each.id === id)).toMatchObject({ price, unit });
});
