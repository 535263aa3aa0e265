// The few functions of playwright-core that are used here. Declared by hand because it is installed in this folder alone,
// on demand, and the type check of the whole repository must not depend on that.
declare module 'playwright-core' {
  export interface ConsoleMessage {
    type(): string;
    text(): string;
  }
  export interface Locator {
    click(): Promise<void>;
    count(): Promise<number>;
    fill(text: string): Promise<void>;
    first(): Locator;
    getAttribute(name: string): Promise<string | null>;
    innerText(): Promise<string>;
    allInnerTexts(): Promise<string[]>;
    boundingBox(): Promise<{ readonly width: number; readonly height: number } | null>;
    isVisible(): Promise<boolean>;
    filter(options: { readonly hasText: string | RegExp }): Locator;
    getByTestId(testId: string): Locator;
    press(key: string): Promise<void>;
    screenshot(options: { readonly path: string }): Promise<unknown>;
    waitFor(options?: { readonly state?: 'visible' | 'hidden'; readonly timeout?: number }): Promise<void>;
  }
  export interface Page {
    goto(url: string): Promise<unknown>;
    url(): string;
    title(): Promise<string>;
    setViewportSize(size: { readonly width: number; readonly height: number }): Promise<void>;
    getByTestId(testId: string): Locator;
    locator(selector: string): Locator;
    evaluate<Result>(script: string): Promise<Result>;
    screenshot(options: { readonly path: string }): Promise<unknown>;
    on(event: 'console', listener: (message: ConsoleMessage) => void): void;
    on(event: 'pageerror', listener: (error: Error) => void): void;
    on(event: 'request', listener: (request: { url(): string }) => void): void;
    close(): Promise<void>;
  }
  export interface BrowserContext {
    newPage(): Promise<Page>;
    close(): Promise<void>;
  }
  export const chromium: {
    launchPersistentContext(
      userDataDir: string,
      options: {
        readonly executablePath: string;
        readonly headless: boolean;
        readonly args: readonly string[];
        readonly viewport: { readonly width: number; readonly height: number };
      },
    ): Promise<BrowserContext>;
  };
}
