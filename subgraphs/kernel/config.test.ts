import { describe, expect, it } from 'vitest';
import { fileText, port, readConfig, url } from './config.ts';

const shape = { PORT: port(4100), API: url, KEY: fileText };

describe('readConfig', () => {
  it('names every wrong variable on a line of its own', () => {
    const read = () => readConfig(shape, { PORT: '70000', API: 'not a url', KEY: '/nowhere/key.pem' });
    expect(read).toThrow(
      /^PORT: must be 0 to 65535\nAPI: must be an absolute URL\nKEY: names a file that cannot be read/,
    );
  });

  it('treats an empty variable as absent and fills in what has a preset', () => {
    const config = readConfig({ PORT: port(4100), API: url }, { PORT: '', API: 'http://localhost:4000/' });
    expect(config).toEqual({ PORT: 4100, API: 'http://localhost:4000' });
  });
});
