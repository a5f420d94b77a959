/**
 * The gateway's process, put together by hand: the listener of the API with the operators' door and the process's own
 * pages, the agents' door beside it, and the subgraphs behind both. Either door can be left closed.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from '@flotilla/kernel/logger';
import { AgentsDoor } from './agents/agents-door.ts';
import { AgentsListener } from './agents/agents-listener.ts';
import { Manifest } from './agents/manifest.ts';
import { ServerCertificate } from './agents/server-certificate.ts';
import type { GatewayConfig } from './config.ts';
import { ContractWatch } from './contract-watch.ts';
import { ownPage } from './http/own-pages.ts';
import { SubgraphReadiness } from './http/readiness.ts';
import { OperatorsDoor } from './operators/operators-door.ts';
import { readContract, subgraphNames, type Contract } from './schema-files.ts';
import { Subgraphs } from './upstream/subgraphs.ts';

const drainMs = 3_500;
/** An upload may take its time; every other body has `http/body.ts` to hurry it. */
const requestTimeoutMs = 15 * 60_000;

/** A running gateway. */
export class Gateway {
  readonly #config: GatewayConfig;
  readonly #logger: Logger;
  readonly #subgraphs: Subgraphs;
  #readiness: SubgraphReadiness;
  readonly #listener: Server;
  #operators: OperatorsDoor | undefined;
  #agents: { door: AgentsDoor; readonly listener: AgentsListener; readonly certificate: ServerCertificate } | undefined;
  #watch: ContractWatch | undefined;
  #isDraining = false;

  private constructor(config: GatewayConfig, logger: Logger, contract: Contract) {
    this.#config = config;
    this.#logger = logger;
    this.#subgraphs = new Subgraphs(config);
    this.#readiness = readinessOf(contract, config);
    this.#listener = createServer((request, response) => void this.#answer(request, response));
    this.#listener.keepAliveTimeout = 65_000;
    this.#listener.requestTimeout = requestTimeoutMs;
    this.#listener.on('upgrade', (request: IncomingMessage, socket, head: Buffer) => {
      if (this.#isDraining || !this.#operators?.upgrade(request, socket, head)) socket.destroy();
    });
  }

  /** Opens the doors. Rejects when a port is taken or the contract cannot be read. */
  static async start(config: GatewayConfig, logger: Logger): Promise<Gateway> {
    const contract = readContract(config.schemaDir);
    const gateway = new Gateway(config, logger, contract);
    if (config.doors.includes('operators')) await gateway.#openOperators(contract);
    await new Promise<void>((resolve, reject) => {
      gateway.#listener.once('error', reject);
      gateway.#listener.listen(config.apiPort, config.host, resolve);
    });
    if (config.doors.includes('agents')) await gateway.#openAgents(contract);
    gateway.#watch = new ContractWatch({
      schemaDir: config.schemaDir,
      lookEveryMs: config.contractLookMs,
      use: (changed) => gateway.#use(changed),
      logger,
    });
    logger.info({ doors: config.doors, port: gateway.port, agentsPort: gateway.agentsPort }, 'the gateway is serving');
    return gateway;
  }

  /** The port of the API. */
  get port(): number {
    return (this.#listener.address() as AddressInfo).port;
  }

  /** The port of the agents' door, when it is open. */
  get agentsPort(): number | undefined {
    return this.#agents?.listener.port;
  }

  /** Answers what is in flight, sends live clients away, and closes; takes under 5 s. */
  async stop(): Promise<void> {
    this.#isDraining = true;
    this.#watch?.stop();
    const closed = new Promise((resolve) => this.#listener.close(resolve));
    this.#agents?.certificate.stop();
    this.#agents?.door.drain();
    const agentsClosed = this.#agents?.listener.close(drainMs);
    this.#listener.closeIdleConnections();
    const force = setTimeout(() => this.#listener.closeAllConnections(), drainMs);
    await Promise.all([closed, agentsClosed, this.#operators?.close()]);
    clearTimeout(force);
    await this.#subgraphs.close();
  }

  /** Serves another contract from now on. Everything that may throw comes before anything is changed. */
  async #use(contract: Contract): Promise<void> {
    const readiness = readinessOf(contract, this.#config);
    const switchOperators = await this.#operators?.prepare(contract);
    switchOperators?.();
    this.#readiness = readiness;
    if (this.#agents) this.#agents.door = this.#agentsDoor(contract);
  }

  async #openOperators({ supergraph, consoleDocuments }: Contract): Promise<void> {
    const { planner, consoleUrl, apiUrl, operationTimeoutMs } = this.#config;
    this.#operators = await OperatorsDoor.open({
      supergraph,
      planner,
      consoleUrl,
      apiUrl,
      operationTimeoutMs,
      consoleDocuments,
      accessUrl: this.#config.subgraphUrl('access'),
      subgraphs: this.#subgraphs,
      logger: this.#logger.child({ door: 'operators' }),
    });
  }

  #agentsDoor({ agentDocuments }: Contract): AgentsDoor {
    return new AgentsDoor({
      manifest: new Manifest(agentDocuments),
      subgraphs: this.#subgraphs,
      operationTimeoutMs: this.#config.operationTimeoutMs,
      inFlightMax: this.#config.agentsInFlightMax,
      logger: this.#logger.child({ door: 'agents' }),
    });
  }

  async #openAgents(contract: Contract): Promise<void> {
    const { agentsUrl, agentsPort, host } = this.#config;
    const logger = this.#logger.child({ door: 'agents' });
    const door = this.#agentsDoor(contract);
    const answer = (request: IncomingMessage, response: ServerResponse): Promise<void> =>
      (this.#agents?.door ?? door).answer(request, response);
    const listener = new AgentsListener(answer);
    await listener.listen(agentsPort, host);
    const names = [...new Set([new URL(agentsUrl).hostname, 'localhost', '127.0.0.1'])];
    const certificate = new ServerCertificate({
      subgraphs: this.#subgraphs,
      names,
      logger,
      onIssued: (identity) => listener.use(identity),
    });
    this.#agents = { door, listener, certificate };
    void certificate.run();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.#operators?.answer(request, response)) return;
    const page = await ownPage(request.url?.split('?', 1)[0] ?? '/', () => this.#reasons());
    const { status, contentType, body } = page ?? { status: 404, contentType: 'text/plain', body: 'Not here.\n' };
    response.writeHead(status, { 'content-type': contentType, 'content-length': Buffer.byteLength(body) }).end(body);
  }

  async #reasons(): Promise<Record<string, string>> {
    const unready = this.#agents?.certificate.unready;
    return {
      ...(this.#isDraining && { process: 'draining' }),
      ...(unready && { agents: unready }),
      ...(await this.#readiness.reasons()),
    };
  }
}

/** A subgraph's address is found by its name; one that is set wrongly throws. */
function readinessOf({ supergraph }: Contract, config: GatewayConfig): SubgraphReadiness {
  const urls = subgraphNames(supergraph).map((name) => [name, config.subgraphUrl(name)]);
  return new SubgraphReadiness(Object.fromEntries(urls) as Record<string, string>);
}
