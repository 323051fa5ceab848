/** US dollars as a person reads them. Pure. */

/** `0`, `0.0042`, `0.045`, `36.50`, `1,204.00`: whole cents, and below a dollar as many digits as say something. */
export function dollars(amount: number): string {
  const size = Math.abs(amount);
  if (size < 1e-9) return '0';
  if (size < 0.01) return String(Number(amount.toPrecision(2)));
  return size < 1 ? grouped(amount, 4) : grouped(amount, 2);
}

/** An amount in a column: always so many digits behind the point, `<0.01` where they would say nothing. */
export function digits(amount: number, places: number): string {
  const least = 10 ** -places;
  return amount > 0 && amount < least / 2
    ? `<${least.toFixed(places)}`
    : amount.toLocaleString('en-US', {
        minimumFractionDigits: places,
        maximumFractionDigits: places,
      });
}

/** With a sign, as a change is read: `+36.50`, `-4.20`, `0`. */
export function change(amount: number): string {
  return amount > 0 ? `+${dollars(amount)}` : dollars(amount);
}

/** Texts of one width, set to the right: amounts in a column. */
export function toTheRight(texts: readonly string[]): readonly string[] {
  const width = Math.max(0, ...texts.map((each) => each.length));
  return texts.map((each) => each.padStart(width));
}

function grouped(amount: number, most: number): string {
  return amount.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: most });
}
