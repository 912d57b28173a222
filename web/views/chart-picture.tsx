/**
 * A chart that the server draws: light and dark, without JavaScript, with its summary in words.
 * @module
 */

export interface ChartPictureProps {
  /** Address of the picture for a theme. */
  readonly src: (theme: 'light' | 'dark') => string;
  /** What it shows, in a sentence. */
  readonly alt: string;
  readonly height?: number;
}

export function ChartPicture({ src, alt, height = 280 }: ChartPictureProps) {
  return (
    <picture>
      <source srcset={src('dark')} media="(prefers-color-scheme: dark)" />
      <img class="chart-picture" src={src('light')} width="1200" height={height} alt={alt} />
    </picture>
  );
}
