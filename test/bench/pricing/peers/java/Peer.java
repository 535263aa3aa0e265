import com.opengamma.strata.pricer.impl.option.BlackFormulaRepository;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** OpenGamma Strata behind the protocol of ../README.md. */
public class Peer {
  private static final int GREEK_COLUMNS = 10;
  private static final int WARM_UP_PASSES = 15;

  /** Strata's formulas are undiscounted, so what has a rate is discounted here, and its theta carries. */
  private static void greeks(double[][] columns, int n, double[] out) {
    for (int i = 0; i < n; i++) {
      double forward = columns[0][i], strike = columns[1][i], tau = columns[2][i], vol = columns[3][i], rate = columns[4][i];
      boolean isCall = columns[5][i] > 0;
      double discount = rate == 0 ? 1 : Math.exp(-rate * tau);
      double price = discount * BlackFormulaRepository.price(forward, strike, tau, vol, isCall);
      double driftless = discount * BlackFormulaRepository.driftlessTheta(forward, strike, tau, vol);
      out[i] = price;
      out[n + i] = discount * BlackFormulaRepository.delta(forward, strike, tau, vol, isCall);
      out[2 * n + i] = discount * BlackFormulaRepository.gamma(forward, strike, tau, vol);
      out[3 * n + i] = discount * BlackFormulaRepository.vega(forward, strike, tau, vol);
      out[4 * n + i] = rate * price + driftless;
      out[6 * n + i] = -tau * price;
    }
  }

  private static void implied(double[][] columns, int n, double[] out) {
    for (int i = 0; i < n; i++) {
      try {
        out[i] = BlackFormulaRepository.impliedVolatility(
            columns[3][i], columns[0][i], columns[1][i], columns[2][i], columns[4][i] > 0);
      } catch (RuntimeException refused) {
        out[i] = Double.NaN;
      }
    }
  }

  private static double[][] read(String file) throws Exception {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(Path.of(file))).order(ByteOrder.LITTLE_ENDIAN);
    int rows = (int) bytes.getDouble(0);
    int count = (bytes.capacity() / 8 - 3) / rows;
    double[][] columns = new double[count][rows];
    for (int column = 0; column < count; column++)
      for (int row = 0; row < rows; row++) columns[column][row] = bytes.getDouble(8 * (3 + column * rows + row));
    return columns;
  }

  private static void write(String file, double[] values) throws Exception {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * 8).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : values) bytes.putDouble(value);
    Files.write(Path.of(file), bytes.array());
  }

  private static void run(String task, double[][] columns, int rows, double[] out) {
    if (task.equals("greeks")) greeks(columns, rows, out);
    else implied(columns, rows, out);
  }

  public static void main(String[] arguments) throws Exception {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    Map<String, double[][]> inputs = new HashMap<>();
    BufferedReader requests = new BufferedReader(new InputStreamReader(System.in));
    for (String line; (line = requests.readLine()) != null; ) {
      String[] words = line.split("\t");
      if (!words[0].equals("greeks") && !words[0].equals("implied")) {
        System.out.println("{\"unsupported\":true}");
        continue;
      }
      boolean isNew = !inputs.containsKey(words[1]);
      if (isNew) inputs.put(words[1], read(words[1]));
      double[][] columns = inputs.get(words[1]);
      int rows = columns[0].length;
      double[] out = new double[words[0].equals("greeks") ? GREEK_COLUMNS * rows : rows];
      Arrays.fill(out, Double.NaN);
      for (int pass = 0; pass < (isNew ? WARM_UP_PASSES : 1); pass++) run(words[0], columns, rows, out);
      double least = Double.parseDouble(words[3]), spent = 0;
      long cpu = threads.getCurrentThreadCpuTime(), wall = System.nanoTime();
      int passes = 0;
      while (spent < least) {
        run(words[0], columns, rows, out);
        passes++;
        spent = (threads.getCurrentThreadCpuTime() - cpu) * 1e-9;
      }
      double wallSpent = (System.nanoTime() - wall) * 1e-9;
      if (!words[2].equals("-")) write(words[2], out);
      System.out.printf(
          Locale.ROOT, "{\"passes\":%d,\"cpuSeconds\":%.9f,\"wallSeconds\":%.9f}%n", passes, spent, wallSpent);
      System.out.flush();
    }
  }
}
