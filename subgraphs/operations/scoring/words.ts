/** How each kind of trouble reads, and what to do about it: words for a person, kind and target for a machine. */
import type { AttentionKind } from './kinds.ts';

/** What the words are made from. */
export type WordsFor = {
  /** What people call the subject. */
  readonly subject: string;
  readonly key: string;
  readonly devices: number;
  readonly deviceId: string | null;
  readonly facts: Readonly<Record<string, unknown>>;
};

/** A title and a suggestion. */
export type Words = {
  readonly title: string;
  readonly action: { readonly words: string; readonly kind: string; readonly target: string };
};

/** The words of an item. */
export function wordsOf(kind: AttentionKind, about: WordsFor): Words {
  const [title, words, action] = phrases[kind](about);
  return {
    title,
    action: { words, kind: action, target: about.deviceId ?? about.key.slice(about.key.indexOf(':') + 1) },
  };
}

type Phrases = readonly [title: string, words: string, action: string];

const phrases: Readonly<Record<AttentionKind, (about: WordsFor) => Phrases>> = {
  RELAY_DOWN: ({ subject, devices }) => [
    `Relay ${subject} is down, ${counted(devices, 'device')} behind it`,
    'Check the relay and its uplink; the devices behind it come back with it.',
    'OPEN_RELAY',
  ],
  DOMAIN_DOWN: ({ subject, devices, facts }) => [
    `${subject} is dark: ${devices} of ${counted(numberIn(facts, 'population'), 'device')} away`,
    'Check what its sites share: provider, tunnel, power.',
    'OPEN_DOMAIN',
  ],
  SITE_DOWN: ({ subject, devices, facts }) => [
    `Site ${subject} is dark: ${devices} of ${counted(numberIn(facts, 'population'), 'device')} away`,
    'Check power and uplink of the site before any single device.',
    'OPEN_LOCATION',
  ],
  LEAVE_STORM: ({ subject, devices }) => [
    `${counted(devices, 'device')} of ${subject} left within minutes`,
    'Look for what changed for them together: a rollout, a provider, a certificate.',
    'OPEN_DOMAIN',
  ],
  RETURN_STORM: ({ subject, devices }) => [
    `${counted(devices, 'device')} of ${subject} returned within minutes`,
    'Watch the replay budget; no new commands reach them until they are level.',
    'OPEN_DOMAIN',
  ],
  CLONE_SUSPECTED: ({ subject, facts }) => [
    // The second voice may be known only by what it contradicted.
    `${subject} speaks from ${Math.max(2, numberIn(facts, 'instances'))} places with one identity`,
    'Decide which instance is the device, and revoke or rotate.',
    'RESOLVE_CLONE',
  ],
  TOKEN_REUSE: ({ subject, facts }) => [
    `A spent enrollment token was tried ${counted(numberIn(facts, 'attempts'), 'time')} more${subject && ` in ${subject}`}`,
    'Find out who holds the token, and check the device it let in.',
    'OPEN_ENROLLMENT',
  ],
  PENDING_BURST: ({ subject, facts }) => [
    `${counted(numberIn(facts, 'pending'), 'unknown device')} ask to join ${subject}`,
    'Compare them with what was ordered; deny what nobody knows.',
    'REVIEW_PENDING',
  ],
  PENDING_LONG: ({ subject, facts }) => [
    `${subject} has waited ${counted(numberIn(facts, 'days'), 'day')} for a decision`,
    'Approve or deny it.',
    'REVIEW_PENDING',
  ],
  SUPPLY_CHAIN_VIOLATION: ({ subject, facts }) => [
    `The supply chain of ${subject} is broken: ${said(textIn(facts, 'code'))} (${textIn(facts, 'subjects')})`,
    textIn(facts, 'detail'),
    'OPEN_SUPPLY_CHAIN',
  ],
  AUTHORITY_CONFLICT: ({ subject, facts }) => [
    `Two authorities claim ${subject}: ${textIn(facts, 'what')}`,
    'Decide whose write stands.',
    'RESOLVE_AUTHORITY_CONFLICT',
  ],
  QUARANTINED: ({ subject, facts }) => [
    `${subject} is quarantined: ${textIn(facts, 'reason')}`,
    'Inspect what it sent, then release or revoke it.',
    'REVIEW_QUARANTINE',
  ],
  REPLAY_REJECTED: ({ subject }) => [
    `The replay of ${subject} ended in quarantine`,
    'Read the evidence of the replay, then release or revoke the device.',
    'REVIEW_QUARANTINE',
  ],
  REPLAY_STUCK: ({ subject, facts }) => [
    `${subject} does not finish its replay of ${counted(numberIn(facts, 'records'), 'record')}`,
    'Look at the progress and the link; the device takes no command until it is done.',
    'OPEN_REPLAY',
  ],
  COMMANDS_FAILING: ({ subject, facts }) => [
    `${counted(numberIn(facts, 'failures'), 'command')} failed or expired in ${subject}`,
    'Stop what is left of the batch and read the outputs.',
    'OPEN_COMMANDS',
  ],
  DEGRADED: ({ subject, facts }) => [
    `${subject} is degraded: ${textIn(facts, 'reasons')}`,
    'Read the reasons and remove the first.',
    'OPEN_DEVICE',
  ],
  SYNC_DEBT: ({ subject }) => [
    `${subject} is on its own and falls behind`,
    'Bring its link back before its budget of autonomy is spent.',
    'OPEN_DEVICE',
  ],
  SILENT: ({ subject }) => [`${subject} is silent`, 'Check its power and its link.', 'OPEN_DEVICE'],
};

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** A code as people read it. */
function said(code: string): string {
  return code.toLowerCase().replaceAll('_', ' ');
}

function numberIn(facts: WordsFor['facts'], name: string): number {
  const value = facts[name];
  return typeof value === 'number' ? value : 0;
}

function textIn(facts: WordsFor['facts'], name: string): string {
  const value = facts[name];
  return typeof value === 'string' ? value : '';
}
