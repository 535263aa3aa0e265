import { type DynamicModule, Module } from '@nestjs/common';
import { OPS_PORTS, OpsController } from './ops.controller.js';
import type { OpsPorts } from './opsPorts.js';

@Module({})
export class OpsModule {
  static with(ports: OpsPorts): DynamicModule {
    return { module: OpsModule, controllers: [OpsController], providers: [{ provide: OPS_PORTS, useValue: ports }] };
  }
}
