// The same loop in C++ with all the machine has: what one core can do. limit FOLDER PORTFOLIOS INSTRUMENTS FIELDS ROUNDS
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <string>
#include <vector>

constexpr int kFields = 16;

template <typename T> std::vector<T> read(const std::string &name) {
  std::ifstream file(name, std::ios::binary | std::ios::ate);
  std::vector<T> values(static_cast<size_t>(file.tellg()) / sizeof(T));
  file.seekg(0);
  file.read(reinterpret_cast<char *>(values.data()), static_cast<std::streamsize>(values.size() * sizeof(T)));
  return values;
}

double processorSeconds() {
  timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

int main(int, char **argv) {
  const std::string folder = argv[1];
  const int portfolios = std::atoi(argv[2]);
  if (std::atoi(argv[4]) != kFields) return 2;
  const auto quantities = read<double>(folder + "/quantities");
  const auto columns = read<int32_t>(folder + "/markIndexes");
  const auto starts = read<int32_t>(folder + "/starts");
  const auto rows = read<double>(folder + "/rows");
  std::vector<double> sums(static_cast<size_t>(portfolios) * kFields);
  std::printf("C++");
  for (int round = std::atoi(argv[5]); round > 0; round--) {
    const double before = processorSeconds();
    for (int portfolio = 0; portfolio < portfolios; portfolio++) {
      double sum[kFields] = {};
      for (int leg = starts[portfolio]; leg < starts[portfolio + 1]; leg++) {
        const double *row = &rows[static_cast<size_t>(columns[leg]) * kFields];
        for (int field = 0; field < kFields; field++) sum[field] += quantities[leg] * row[field];
      }
      for (int field = 0; field < kFields; field++) sums[static_cast<size_t>(portfolio) * kFields + field] = sum[field];
    }
    std::printf(" %.9f", processorSeconds() - before);
  }
  double checksum = 0;
  for (const double sum : sums) checksum += std::fabs(sum);
  std::printf(" %.17g\n", checksum);
}
