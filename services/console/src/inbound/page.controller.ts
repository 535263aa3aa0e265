import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApiFailure } from '../domain/apiFailure.js';
import { pathOf } from './guardRequest.js';
import type { PageFile } from './pageFiles.js';

export const PAGE_FILES = Symbol('PAGE_FILES');

/** The page and its modules. They are the same for everybody, and need no token. */
@Controller()
export class PageController {
  constructor(@Inject(PAGE_FILES) private readonly files: ReadonlyMap<string, PageFile>) {}

  @Get(['/', '*path'])
  file(@Req() request: IncomingMessage, @Res() response: ServerResponse): void {
    const path = pathOf(request);
    const file = this.files.get(path === '/' ? 'index.html' : path.slice(1));
    if (file === undefined) throw new ApiFailure(404, 'NOT_FOUND', 'There is nothing here.');
    response.setHeader('etag', file.etag);
    // Asked for each time, answered with 304: a new version is there with the next load.
    response.setHeader('cache-control', 'no-cache');
    if (request.headers['if-none-match'] === file.etag) {
      response.statusCode = 304;
      response.end();
      return;
    }
    response.setHeader('content-type', file.type);
    response.end(request.method === 'HEAD' ? undefined : file.bytes);
  }
}
