/** A picture as the text of a Mermaid flowchart. Adds nothing to it. */
import { visible } from '../../output/visible.ts';
import { typeWords } from './kinds.ts';
import { internet, type Arrow, type Box, type Picture, type PicturedVpc } from './picture.ts';
import { routeText } from './vpc-layout.ts';

type Lines = readonly string[];

/** Undefined where there is nothing to draw. */
export function mermaidOf(picture: Picture): Lines | undefined {
  const numbers = new Map<string, string>();
  const numberOf = (id: string): string => {
    const known = numbers.get(id) ?? `n${numbers.size}`;
    numbers.set(id, known);
    return known;
  };
  const { vpcs, services, arrows } = picture;
  if (vpcs.length + services.length === 0) return undefined;
  const isOnline = arrows.some(({ from, to }) => from === internet || to === internet);
  return [
    ...roomForTitles(vpcs),
    'flowchart TB',
    ...(isOnline ? [`  ${numberOf(internet)}((Internet))`] : []),
    ...services.map((each) => `  ${boxText(each, numberOf)}`),
    ...vpcs.flatMap((each) => vpcText(each, numberOf)),
    ...arrows.map((each) => `  ${arrowText(each, numberOf)}`),
    ...reds(arrows),
  ];
}

/** A line for each subnet of a tier, or the boxes would stand on them. */
function roomForTitles(vpcs: readonly PicturedVpc[]): Lines {
  const most = Math.max(
    0,
    ...vpcs.flatMap(({ tiers }) => tiers.map((each) => each.subnets.length)),
  );
  if (most < 2) return [];
  const flowchart = { subGraphTitleMargin: { top: 4, bottom: 14 * most } };
  return [`%%{init: ${JSON.stringify({ flowchart })}}%%`];
}

type NumberOf = (id: string) => string;

function boxText({ id, name, type }: Box, numberOf: NumberOf): string {
  return `${numberOf(id)}["${quoted(name)}<br/><small>${quoted(typeWords(type))}</small>"]`;
}

function vpcText(vpc: PicturedVpc, numberOf: NumberOf): Lines {
  const { id, name, blocks, gates, tiers } = vpc;
  return [
    `  subgraph ${numberOf(id)} ["${quoted(`${name} ${blocks}`)}"]`,
    ...gates.map((each) => `    ${boxText(each, numberOf)}`),
    ...tiers.flatMap(({ subnets, boxes }, at) => [
      `    subgraph ${numberOf(id)}t${at} ["${subnets
        .map((each) => quoted(`${each.name} ${routeText(each)}`))
        .join('<br/>')}"]`,
      ...boxes.map((each) => `      ${boxText(each, numberOf)}`),
      // A subgraph without a node is drawn as one, and loses its place.
      ...(boxes.length === 0 ? [`      ${numberOf(id)}t${at}e[" "]`] : []),
      '    end',
    ]),
    '  end',
  ];
}

function arrowText({ from, to, kind, says, isMutual }: Arrow, numberOf: NumberOf): string {
  const label = says.length === 0 ? '' : `|"${quoted(shortOf(says))}"|`;
  const stroke = kind === 'out' || kind === 'may' ? '-.->' : '-->';
  return `${numberOf(from)} ${isMutual ? '<' : ''}${stroke}${label} ${numberOf(to)}`;
}

function shortOf(says: readonly string[]): string {
  const more = says.length - 3;
  return more > 0 ? `${says.slice(0, 3).join(', ')} and ${more} more` : says.join(', ');
}

function reds(arrows: readonly Arrow[]): Lines {
  const red = arrows.flatMap(({ kind }, at) => (kind === 'in' ? [at] : []));
  return red.length === 0 ? [] : [`  linkStyle ${red.join(',')} stroke:#b91c1c,stroke-width:2px`];
}

/** Inside quotes every sign but these is text. */
function quoted(text: string): string {
  return visible(text)
    .replace(/\s+/g, ' ')
    .replace(/[#"<>&`[\]{}|]/g, (sign) => `#${sign.charCodeAt(0)};`);
}
