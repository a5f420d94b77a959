'use client';
/** The fields of a new token. They hold nothing: what is chosen belongs to the form. */
import { Field, TextInput } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';

/** What a token fixes for the device that will redeem it. */
export interface TokenChoice {
  domainId: string;
  locationId: string;
  /** As typed. */
  labels: string;
  channel: string;
  ttlMinutes: number;
}

/** Stands for "no location". */
export const NOWHERE = '';

const CHANNELS = ['prod', 'canary', 'dev'].map((value) => ({ value, label: value }));
const TTLS = [5, 10, 15].map((minutes) => ({ value: String(minutes), label: `${minutes} minutes` }));

interface TokenFieldsProps {
  choice: TokenChoice;
  domains: readonly { id: string; path: string }[];
  locations: readonly { id: string; name: string }[];
  labelError: string | undefined;
  onChoice: (change: Partial<TokenChoice>) => void;
}

/** Domain, location, labels, channel and time to live. */
export function TokenFields({ choice, domains, locations, labelError, onChoice }: TokenFieldsProps) {
  const { domainId, locationId, labels, channel, ttlMinutes } = choice;
  const domainOptions = domains.map(({ id, path }) => ({ value: id, label: path }));
  const locationOptions = locations.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <>
      <Field label="Domain">
        {(ids) => (
          <Select
            {...ids}
            value={domainId}
            onChange={(value) => onChoice({ domainId: value })}
            options={domainOptions}
          />
        )}
      </Field>
      <Field label="Location">
        {(ids) => (
          <Select
            {...ids}
            value={locationId}
            onChange={(value) => onChoice({ locationId: value })}
            options={[{ value: NOWHERE, label: 'none' }, ...locationOptions]}
          />
        )}
      </Field>
      <Field label="Labels" hint="key=value, separated by spaces" error={labelError}>
        {(ids) => (
          <TextInput
            {...ids}
            value={labels}
            onChange={({ target }) => onChoice({ labels: target.value })}
            placeholder="site=rtm role=kiosk"
            autoComplete="off"
            spellCheck={false}
          />
        )}
      </Field>
      <Field label="Channel">
        {(ids) => (
          <Select {...ids} value={channel} onChange={(value) => onChoice({ channel: value })} options={CHANNELS} />
        )}
      </Field>
      <Field label="Valid for" hint="15 minutes at most, one device">
        {(ids) => (
          <Select
            {...ids}
            value={String(ttlMinutes)}
            onChange={(value) => onChoice({ ttlMinutes: Number(value) })}
            options={TTLS}
          />
        )}
      </Field>
    </>
  );
}
