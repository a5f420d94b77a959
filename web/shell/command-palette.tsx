'use client';
/** ⌘K: pages, devices by name, and actions. With `>` in front, actions only. */
import { Command } from 'cmdk';
import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { useQuery } from 'urql';
import { graphql } from '../gql/gql.ts';
import { feed } from '../live/feed.ts';
import { scopedHref, useScope } from '../live/scope.ts';
import { displayStateOf } from '../live/display-state.ts';
import { Icon } from '../ui/icon.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { StateBadge } from '../ui/state-glyph.tsx';
import { paletteActions } from './palette-actions.ts';
import { pages } from './pages.ts';

const TYPING_PAUSE_MS = 150;

const CommandPalette_DevicesQuery = graphql(`
  query CommandPalette_DevicesQuery($q: String!) {
    devices(first: 8, q: $q) {
      edges {
        node {
          id
          name
          trust
          connectivity {
            mode
          }
          domain {
            id
            slug
          }
        }
      }
    }
  }
`);

/** Open while it is rendered. */
export function CommandPalette({ onClose }: { onClose: () => void }) {
  const router = useRouter();
  const scope = useScope();
  const [text, setText] = useState('');
  const isActionsOnly = text.startsWith('>');
  const wanted = isActionsOnly ? text.slice(1).trim() : text.trim();
  const run = (action: () => void) => () => {
    onClose();
    action();
  };
  const go = (href: string) => run(() => router.push(href));
  const matches = (label: string) => label.toLowerCase().includes(wanted.toLowerCase());
  const foundPages = isActionsOnly ? [] : pages.filter(({ label }) => matches(label));
  const actions = paletteActions({ togglePause: () => feed.togglePause() }).filter(({ label }) => matches(label));
  return (
    <Command.Dialog
      open
      onOpenChange={onClose}
      shouldFilter={false}
      label="Search or run"
      overlayClassName="appear fixed inset-0 z-40 bg-scrim"
      contentClassName="appear fixed top-[12vh] left-1/2 z-50 w-[560px] max-w-[calc(100vw-24px)] -translate-x-1/2 overflow-hidden rounded border border-line bg-panel text-sm text-ink"
    >
      <div className="flex items-center gap-2 border-b border-line px-3 text-muted">
        <Icon name="search" />
        <Command.Input
          value={text}
          onValueChange={setText}
          placeholder="A page, a device, an action; > for actions only"
          className="h-11 min-w-0 flex-1 bg-transparent text-ink outline-none"
        />
        <Kbd>Esc</Kbd>
      </div>
      <Command.List className="max-h-[50vh] overflow-y-auto p-1.5">
        <Command.Empty className="px-3 py-6 text-center text-muted">Nothing is called that.</Command.Empty>
        <Group heading="Pages">
          {foundPages.map((page) => (
            <Item key={page.path} onSelect={go(scopedHref(page.isScoped ? scope : null, page.path))}>
              <Icon name={page.icon} />
              <span className="flex-1">{page.label}</span>
              <Kbd>g</Kbd> <Kbd>{page.key}</Kbd>
            </Item>
          ))}
        </Group>
        {!isActionsOnly && wanted.length > 0 && (
          <Devices name={wanted} onOpen={(id) => go(scopedHref(scope, `/devices/${id}`))()} />
        )}
        <Group heading="Actions">
          {actions.map(({ label, icon, action }) => (
            <Item key={label} onSelect={run(action)}>
              <Icon name={icon} />
              {label}
            </Item>
          ))}
        </Group>
      </Command.List>
    </Command.Dialog>
  );
}

function Devices({ name, onOpen }: { name: string; onOpen: (id: string) => void }) {
  const settled = useSettled(name);
  const [{ data }] = useQuery({
    query: CommandPalette_DevicesQuery,
    variables: { q: `name:${JSON.stringify(settled)}` },
  });
  const devices = data?.devices.edges.map(({ node }) => node) ?? [];
  return (
    <Group heading="Devices">
      {devices.map((device) => (
        <Item key={device.id} value={device.id} onSelect={() => onOpen(device.id)}>
          <Icon name="devices" />
          <span className="min-w-0 flex-1 truncate">{device.name}</span>
          <span className="text-xs text-muted">{device.domain.slug}</span>
          <StateBadge state={displayStateOf(device)} />
        </Item>
      ))}
    </Group>
  );
}

function Group({ heading, children }: { heading: string; children: React.ReactNode[] }) {
  if (children.length === 0) return null;
  return (
    <Command.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-muted"
    >
      {children}
    </Command.Group>
  );
}

function Item(props: { value?: string; onSelect: () => void; children: React.ReactNode }) {
  return (
    <Command.Item
      {...(props.value !== undefined && { value: props.value })}
      onSelect={props.onSelect}
      className="flex h-8 cursor-pointer items-center gap-2.5 rounded-sm px-2 data-[selected=true]:bg-hover"
    >
      {props.children}
    </Command.Item>
  );
}

/** The text once typing has paused, so that not every letter is a question to the API. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
