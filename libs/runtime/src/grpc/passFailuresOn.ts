import { Catch, type ExceptionFilter } from '@nestjs/common';

/** Nest would turn every error into "Internal server error" without a cause; our own edge knows what to answer. */
@Catch()
export class PassFailuresOn implements ExceptionFilter {
  catch(exception: unknown): never {
    throw exception;
  }
}
