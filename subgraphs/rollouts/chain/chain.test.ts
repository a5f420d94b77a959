import { describe, expect, test } from 'vitest';
import { isRefusal } from '@flotilla/kernel/errors';
import { rolloutTransitions } from '../rollout/rollout.ts';
import { somePlan } from '../testing/plans.ts';
import { nextOfChain, stands, type ChainLink, type ChainWord } from './chain.ts';
import { chainPlans } from './plans.ts';

type Links = readonly ChainLink[];
type Rules = typeof nextOfChain;

const drafts = (size: number): Links =>
  Array.from({ length: size }, (_, at) => {
    return { id: String(at), stage: 'DRAFT', isThrough: false, hasBegun: false, isReturning: false };
  });
const changed = (links: Links, at: number, change: Partial<ChainLink>): Links =>
  links.map((link, index) => (index === at ? { ...link, ...change } : link));

/** What a rollout comes to when it is told something. */
function told(links: Links, { id, command }: ChainWord): Links {
  const at = Number(id);
  switch (command.type) {
    case 'StartRollout':
      return changed(links, at, { stage: 'RUNNING' });
    case 'AbortRollout':
      return changed(links, at, { stage: 'ABORTED' });
    case 'RollBackRollout':
      return changed(links, at, { stage: 'ROLLING_BACK', isReturning: true });
  }
}

/** What devices, gates and people can do to one rollout, as it is without the chain. */
function happenings(links: Links, at: number): Links[] {
  const link = links[at]!;
  const to = (change: Partial<ChainLink>): Links => changed(links, at, change);
  const back = to({ stage: 'ROLLING_BACK', isReturning: true });
  const before = links[at - 1];
  switch (link.stage) {
    case 'DRAFT':
      return [...(at === 0 ? [to({ stage: 'RUNNING' })] : []), to({ stage: 'ABORTED' })];
    case 'RUNNING': {
      const isEnd = link.isThrough && before?.stage !== 'RUNNING' && before?.stage !== 'PAUSED';
      const on = link.hasBegun ? to({ isThrough: true }) : to({ hasBegun: true });
      return [
        on,
        ...(isEnd ? [to({ stage: 'FINISHED' })] : []),
        to({ stage: 'PAUSED' }),
        to({ stage: 'ABORTED' }),
        back,
      ];
    }
    case 'PAUSED':
      if (link.isReturning) return [to({ stage: 'ROLLING_BACK' }), to({ stage: 'ABORTED', isReturning: false })];
      return [to({ stage: 'RUNNING' }), to({ stage: 'ABORTED' }), back];
    case 'ROLLING_BACK': {
      const isFree = !links.slice(at + 1).some(stands);
      const end = isFree || !link.hasBegun ? [to({ stage: 'ROLLED_BACK', isReturning: false })] : [];
      return [...end, to({ stage: 'PAUSED' }), to({ stage: 'ABORTED', isReturning: false })];
    }
    case 'FINISHED':
    case 'ABORTED':
      return [back];
    case 'ROLLED_BACK':
      return [];
  }
}

/** Everything that can be reached, and what was ever wrong in it. */
function search(size: number, rules: Rules): { readonly chains: number; readonly broken: string | null } {
  const known = new Set<string>();
  const edge: Links[] = [drafts(size)];
  for (let links = edge.pop(); links; links = edge.pop()) {
    const name = JSON.stringify(links);
    if (known.has(name)) continue;
    known.add(name);
    const broken = wrongWord(links, rules(links)) ?? unrest(links, rules);
    if (broken !== null) return { chains: known.size, broken };
    const word = rules(links);
    if (word) edge.push(told(links, word));
    for (let at = 0; at < size; at += 1) edge.push(...happenings(links, at));
  }
  return { chains: known.size, broken: null };
}

function wrongWord(links: Links, word: ChainWord | null): string | null {
  if (!word) return null;
  const [at, link] = [Number(word.id), links[Number(word.id)]!];
  const [next] = told(links, word).slice(at);
  if (!rolloutTransitions[link.stage].includes(next!.stage))
    return `${word.command.type} is said to one that is ${link.stage}`;
  if (word.command.type !== 'StartRollout') return null;
  if (!links[at - 1]?.isThrough) return 'one starts before the one before it is through';
  return links.some(({ isReturning }) => isReturning) ? 'one starts while another goes back' : null;
}

/** Left to itself, with devices that go back as they are told, a chain comes to rest, and never half back. */
function unrest(from: Links, rules: Rules): string | null {
  let links = from;
  for (let round = 0; round < 50; round += 1) {
    const word = rules(links);
    const at = links.findIndex((link, index) => link.stage === 'ROLLING_BACK' && !links.slice(index + 1).some(stands));
    if (word) links = told(links, word);
    else if (at >= 0) links = changed(links, at, { stage: 'ROLLED_BACK', isReturning: false });
    else {
      const isBack = links.some(({ stage }) => stage === 'ROLLED_BACK');
      const needsPerson = links.some(({ stage, hasBegun }) => stage === 'PAUSED' || (stage === 'ABORTED' && hasBegun));
      const isHalf = isBack && !needsPerson && links.some(stands);
      return isHalf ? `it rests half back: ${links.map(({ stage }) => stage).join(', ')}` : null;
    }
  }
  return 'it does not come to rest';
}

describe('every chain of three', () => {
  test('starts in order, goes back as a whole and the last one first, and comes to rest', () => {
    const { broken, chains } = search(3, nextOfChain);
    expect(broken).toBeNull();
    expect(chains).toBeGreaterThan(500);
  });

  test('would be caught starting one too early, and forgetting one on the way back', () => {
    const early: Rules = (links) => {
      const at = links.findIndex(({ stage }) => stage === 'DRAFT');
      const isEarly = at > 0 && links[at - 1]?.stage === 'RUNNING';
      return isEarly ? { id: String(at), command: { type: 'StartRollout', isTurn: true } } : nextOfChain(links);
    };
    expect(search(3, early).broken).toBe('one starts before the one before it is through');
    const forgetful: Rules = (links) => {
      const word = nextOfChain(links);
      return word?.command.type === 'RollBackRollout' && word.id === '0' ? null : word;
    };
    expect(search(3, forgetful).broken).toMatch(/^it rests half back/);
  });
});

describe('the plans of a chain', () => {
  const { name: _, artifact, previous: __, executor, health, ...rest } = somePlan();
  const template = { ...rest, executor, health };
  const items = ['app', 'config'].map((name) => ({
    artifact: { ...artifact, name },
    executor: { kind: 'service', name },
    health: [],
  }));
  const wish = { chainId: 'c1', idOf: (position: number) => `r${position}` };

  test('have the template for each artifact, each after the one before', () => {
    const plans = chainPlans({ name: 'till', items }, template, wish);
    expect(plans.map(({ rolloutId, plan }) => [rolloutId, plan.name, plan.artifact.name, plan.chain?.after])).toEqual([
      ['r0', 'till 1/2', 'app', null],
      ['r1', 'till 2/2', 'config', 'r0'],
    ]);
    expect(plans[1]?.plan).toMatchObject({ waves: template.waves, executor: { name: 'config' }, health: [] });
  });

  test('are for devices that somebody named where they are forced', () => {
    let thrown: unknown;
    try {
      chainPlans({ name: 'till', items }, { ...template, strategy: 'FORCED' }, wish);
    } catch (error) {
      thrown = error;
    }
    expect(isRefusal(thrown) && thrown.details).toEqual({ element: 'selection.deviceIds' });
  });
});
