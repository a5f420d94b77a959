/** The list of services that this device may look after while it is on its own, as somebody wrote it into a file. */
import { readFileSync } from 'node:fs';
import { AgentFailure, exitCodes, reasonOf } from '../failure.ts';
import type { LocalService } from './autonomy.ts';

const servicesMax = 32;

/** Reads the file; throws an AgentFailure (usage) that names the file and what is wrong in it. */
export function readServices(path: string): LocalService[] {
  let list: unknown;
  try {
    list = JSON.parse(readFileSync(path, 'utf8'));
  } catch (fault) {
    throw wrong(path, reasonOf(fault));
  }
  if (!Array.isArray(list) || list.length > servicesMax) throw wrong(path, `it must be a list of up to ${servicesMax}`);
  const services = list.map((item: unknown, place) => serviceOf(path, item, place));
  const names = new Set(services.map(({ name }) => name));
  if (names.size < services.length) throw wrong(path, 'two services have one name');
  return services;
}

function serviceOf(path: string, item: unknown, place: number): LocalService {
  const where = `service ${place + 1}`;
  if (typeof item !== 'object' || item === null) throw wrong(path, `${where} is not an object`);
  const { name, check, restart, ...numbers } = item as Record<string, unknown>;
  if (typeof name !== 'string' || !/^[\w@.:-]{1,64}$/.test(name)) {
    throw wrong(path, `${where} needs a "name" of letters, digits and @.:_-`);
  }
  return {
    name,
    check: argvOf(path, `"check" of ${name}`, check),
    restart: argvOf(path, `"restart" of ${name}`, restart),
    checkEveryMs: numberOf(path, { name: 'everyS', value: numbers['everyS'] ?? 30, max: 86_400 }) * 1_000,
    failuresMax: numberOf(path, { name: 'failuresMax', value: numbers['failuresMax'] ?? 3, max: 100 }),
    restartsPerHourMax: numberOf(path, {
      name: 'restartsPerHourMax',
      value: numbers['restartsPerHourMax'] ?? 3,
      max: 60,
    }),
  };
}

function argvOf(path: string, what: string, value: unknown): string[] {
  const isArgv = Array.isArray(value) && value.length > 0 && value.every((word) => typeof word === 'string');
  if (isArgv && String(value[0]).startsWith('/')) return value;
  throw wrong(path, `${what} must be a list of words that begins with the absolute path of a program`);
}

function numberOf(path: string, { name, value, max }: { name: string; value: unknown; max: number }): number {
  if (typeof value === 'number' && value >= 1 && value <= max) return value;
  throw wrong(path, `"${name}" must be a number from 1 to ${max}`);
}

function wrong(path: string, why: string): AgentFailure {
  return new AgentFailure(`The list of services ${path} cannot be used: ${why}.`, exitCodes.usage);
}
