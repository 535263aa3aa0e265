import { type DynamicModule, Module } from '@nestjs/common';
import type { Logger } from '@gimbal/runtime';
import { CommandsController } from './inbound/commands.controller.js';
import { PAGE_FILES, PageController } from './inbound/page.controller.js';
import type { PageFile } from './inbound/pageFiles.js';
import { QueriesController, SERVICE_CLIENTS } from './inbound/queries.controller.js';
import { OpenStreams } from './inbound/stream/openStreams.js';
import { CONSOLE_LOGGER, StreamController } from './inbound/stream.controller.js';
import type { ServiceClients } from './outbound/serviceClients.js';

export interface ConsoleParts {
  readonly clients: ServiceClients;
  readonly files: ReadonlyMap<string, PageFile>;
  readonly logger: Logger;
}

@Module({})
export class ConsoleModule {
  static with({ clients, files, logger }: ConsoleParts): DynamicModule {
    return {
      module: ConsoleModule,
      // The page takes every path that is left, so it comes last.
      controllers: [QueriesController, CommandsController, StreamController, PageController],
      providers: [
        OpenStreams,
        { provide: SERVICE_CLIENTS, useValue: clients },
        { provide: PAGE_FILES, useValue: files },
        { provide: CONSOLE_LOGGER, useValue: logger },
      ],
    };
  }
}
