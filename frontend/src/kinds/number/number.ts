import { say } from "../../words";

export interface NumberConfig {
  readonly least: number | null;
  readonly most: number | null;
  readonly step: number | null;
  readonly unit: string;
}

const PLAIN = /^-?(\d+\.?\d*|\.\d+)$/;
const GROUPED = /^-?\d{1,3}(,\d{3})+(\.\d+)?$/;

/** Return the number that these signs write ("1,234.5" with groups of three), or undefined when they write none. */
export function numberIn(text: string): number | undefined {
  const signs = text.trim().replace("\u2212", "-");
  const plain = GROUPED.test(signs) ? signs.replaceAll(",", "") : signs;
  return PLAIN.test(plain) ? Number(plain) : undefined;
}

/** Return what is wrong with this number, or null. */
export function wrongWith({ least, most, step }: NumberConfig, value: number): string | null {
  if (least !== null && value < least) return say("number.least", { least });
  if (most !== null && value > most) return say("number.most", { most });
  if (step === null) return null;
  const steps = (value - (least ?? 0)) / step;
  return Math.abs(steps - Math.round(steps)) > 1e-6 ? say("number.step", { step }) : null;
}
