/**
 * Where devices hand in what they say of themselves, and where it is judged: each in one transaction with the facts it is
 * judged by, and only for devices that are trusted when it is recorded.
 */
import type { Database, EntityManager } from '@flotilla/kernel/database';
import { handleWithin } from '@flotilla/kernel/handle';
import { VersionConflict } from '@flotilla/kernel/log/append';
import type { LogTail } from '@flotilla/kernel/log/tail';
import { ask } from '@flotilla/kernel/transaction';
import { systemViewer, type Viewer } from '@flotilla/kernel/viewer';
import { deviceSupplyChainAggregate } from '../../aggregates.ts';
import { databaseNow } from '../../clock.ts';
import { assertTrusted } from '../../pull/device-trust.ts';
import type { DeviceSupplyChainCommand } from '../device-supply-chain.ts';
import { readFacts } from '../judging/facts.ts';
import { findReport } from '../queries.ts';
import { demandSignedBy, readReport, sha256Of } from '../reporting/reading.ts';
import type { ShippedAgent } from './shipped-agent.ts';

/** What the desk works with. */
export type DeviceDeskParts = {
  readonly database: Database;
  readonly tail: Pick<LogTail, 'committed'>;
  readonly shipped: ShippedAgent;
};

/** What a device hands in. */
export type HandedIn = { readonly report: string; readonly signature: string; readonly certificatePem: string };

type About = { readonly viewer: Viewer; readonly tenantId: string; readonly deviceId: string };
type CommandOf = (em: EntityManager, shipped: readonly string[]) => Promise<DeviceSupplyChainCommand>;

/** Takes reports and judges devices. */
export class DeviceDesk {
  readonly #parts: DeviceDeskParts;

  constructor(parts: DeviceDeskParts) {
    this.#parts = parts;
  }

  /** What is given out as the agent. */
  shipped(): Promise<readonly string[]> {
    return this.#parts.shipped.measurements();
  }

  /** Takes what a device says. Refuses what its own key did not sign, what is no report, and what was said before. */
  async report(
    viewer: Viewer,
    tenantId: string,
    { report: signed, signature, certificatePem }: HandedIn,
  ): Promise<void> {
    const { certificateFingerprint } = viewer;
    demandSignedBy(certificateFingerprint, { certificatePem, signature, signed });
    const report = readReport(signed);
    const deviceId = viewer.subject;
    const said = { deviceId, sequence: report.sequence, report, reportSha256: sha256Of(signed), signature };
    await this.#handle({ viewer, tenantId, deviceId }, async (em, shipped) => {
      await assertTrusted(em, viewer);
      const facts = await readFacts(em, deviceId, { report, shipped });
      const reportedAt = await databaseNow(em);
      return {
        type: 'ReportInstalled',
        ...said,
        certificateFingerprint: certificateFingerprint ?? '',
        reportedAt,
        facts,
      };
    });
  }

  /** Judges a device by what is known now. */
  async judge(tenantId: string, deviceId: string): Promise<void> {
    await this.#handle({ viewer: systemViewer(tenantId), tenantId, deviceId }, async (em, shipped) => {
      const report = await findReport(em, deviceId);
      return { type: 'JudgeAgain', deviceId, facts: await readFacts(em, deviceId, { report, shipped }) };
    });
  }

  /** Takes a device as it is now for what it should be. Refuses with NOT_FOUND one that has said nothing yet. */
  async accept(viewer: Viewer, tenantId: string, about: { readonly deviceId: string; readonly reason: string }) {
    const { deviceId, reason } = about;
    await this.#handle({ viewer, tenantId, deviceId }, async (em, shipped) => {
      const report = await findReport(em, deviceId);
      return { type: 'AcceptBaseline', deviceId, reason, facts: await readFacts(em, deviceId, { report, shipped }) };
    });
  }

  async #handle(about: About, commandOf: CommandOf): Promise<void> {
    try {
      await this.#attempt(about, commandOf);
    } catch (thrown) {
      // Somebody else spoke of the device at the same moment: once more, after that.
      if (!(thrown instanceof VersionConflict)) throw thrown;
      await this.#attempt(about, commandOf);
    }
  }

  async #attempt({ viewer, tenantId, deviceId }: About, commandOf: CommandOf): Promise<void> {
    const shipped = await this.shipped();
    const isNew = await this.#parts.database.inTenant(tenantId, async (em) => {
      // Before the facts are read: what changes after this moment is looked at again.
      await noteLook(em, tenantId, deviceId);
      const command = await commandOf(em, shipped);
      const { events } = await handleWithin(em, deviceSupplyChainAggregate, {
        id: deviceId,
        command,
        viewer,
        tenantId,
      });
      return events.length > 0;
    });
    if (isNew) this.#parts.tail.committed();
  }
}

async function noteLook(em: EntityManager, tenantId: string, deviceId: string): Promise<void> {
  const sql = `insert into judgement_looks (tenant_id, device_id, looked_at) values ($1, $2, clock_timestamp())
    on conflict (tenant_id, device_id) do update set looked_at = excluded.looked_at`;
  await ask(em, sql, [tenantId, deviceId]);
}
