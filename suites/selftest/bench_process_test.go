//go:build unix

package selftest

import (
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"conformance/reference/broker"
)

// BenchmarkRunInstant is the program as a pipeline runs it, with all reports, against a broker that answers at once.
func BenchmarkRunInstant(b *testing.B) {
	program := built(b)
	for b.Loop() {
		costs := program.run(b, broker.Config{})
		bounded(b, "s", costs.wall.Seconds(), 1.5)
		bounded(b, "MB", costs.memory, 150)
		b.ReportMetric(costs.cpu.Seconds(), "cpu-s")
	}
}

// BenchmarkRunLargeCatalog is the same with 1,000 offerings: at most twice as long as with a few.
func BenchmarkRunLargeCatalog(b *testing.B) {
	program := built(b)
	for b.Loop() {
		few := program.run(b, broker.Config{Catalog: wide(4)})
		many := program.run(b, broker.Config{Catalog: wide(1000)})
		b.Logf("few: %+v, many: %+v", few, many)
		bounded(b, "times-few", many.wall.Seconds()/few.wall.Seconds(), 2)
		b.ReportMetric(many.cpu.Seconds(), "cpu-s")
		b.ReportMetric(few.cpu.Seconds(), "cpu-s-of-few")
		b.ReportMetric(few.wall.Seconds(), "s-of-few")
		b.ReportMetric(many.memory, "MB")
		b.ReportMetric(many.reports, "MB-of-reports")
	}
}

// wide is a catalog of so many.
func wide(n int) []byte {
	var catalog strings.Builder
	catalog.WriteString("services:\n")
	for i := range n {
		fmt.Fprintf(&catalog, "  - {id: offering-%[1]d, name: offering-%[1]d, description: One of many., bindable: true, instances_retrievable: true,\n"+
			"     tags: [one, of, many], metadata: {displayName: Offering %[1]d, longDescription: %[2]s},\n"+
			"     plans: [{id: plan-%[1]d, name: plan-%[1]d, description: The only one., free: true}]}\n", i, strings.Repeat("Words. ", 20))
	}
	return []byte(catalog.String())
}

// executable is the built command.
type executable string

func built(b *testing.B) executable {
	b.Helper()
	path := filepath.Join(b.TempDir(), "conformance")
	if output, err := exec.Command("go", "build", "-o", path, "../../cmd/conformance").CombinedOutput(); err != nil {
		b.Fatalf("build the program: %v\n%s", err, output)
	}
	return executable(path)
}

// costs are what a run took: time, the most memory at once in MB, and the size of its reports in MB.
type costs struct {
	wall, cpu       time.Duration
	memory, reports float64
}

func (p executable) run(b *testing.B, config broker.Config) costs {
	b.Helper()
	config.Username, config.Password = "suite", "secret"
	server, err := broker.New(config)
	if err != nil {
		b.Fatal(err)
	}
	listening := httptest.NewServer(server)
	defer listening.Close()
	cmd := exec.Command(string(p), "run", listening.URL, "--username", "suite", "--password", "secret",
		"--json", "report.json", "--junit", "report.xml", "--html", "report.html", "--record", "run.json", "--ledger", "ledger")
	cmd.Dir = b.TempDir()
	start := time.Now()
	output, err := cmd.CombinedOutput()
	u := costs{wall: time.Since(start)}
	if err != nil {
		b.Fatalf("%v\n%s", err, output)
	}
	u.cpu = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		u.memory = float64(usage.Maxrss) / (1 << 10)
		if runtime.GOOS == "darwin" { // which counts bytes, not kilobytes
			u.memory /= 1 << 10
		}
	}
	for _, name := range []string{"report.json", "report.xml", "report.html", "run.json"} {
		file, err := os.Stat(filepath.Join(cmd.Dir, name))
		if err != nil {
			b.Fatal(err)
		}
		u.reports += float64(file.Size()) / (1 << 20)
	}
	return u
}
