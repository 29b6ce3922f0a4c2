package selftest

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"time"
)

// spoiler answers a request in another way than the server would, which it may ask.
type spoiler func(server http.Handler, w http.ResponseWriter, r *http.Request, chance *rand.Rand)

// spoilers are what a network, a proxy or a broken server can do to an answer.
var spoilers = []spoiler{
	otherValues, otherValues, otherValues, // what a broker gets wrong most
	otherBytes, otherStatus, otherHeader, dropped, silence, torn, slow, endless, zipped, mislabelled, gibberish,
}

// asked is what the server answers.
func asked(server http.Handler, r *http.Request) (status int, header http.Header, body []byte) {
	recorder := httptest.NewRecorder()
	server.ServeHTTP(recorder, r)
	recorder.Header().Del("Content-Length")
	return recorder.Code, recorder.Header(), recorder.Body.Bytes()
}

func say(w http.ResponseWriter, status int, header http.Header, body []byte) {
	maps.Copy(w.Header(), header)
	w.WriteHeader(status)
	_, _ = w.Write(body) // the client may be gone
}

// otherValues changes a few places of the JSON.
func otherValues(server http.Handler, w http.ResponseWriter, r *http.Request, chance *rand.Rand) {
	status, header, body := asked(server, r)
	say(w, status, header, alter(body, chance))
}

// otherBytes sends what is no JSON, or hardly.
func otherBytes(server http.Handler, w http.ResponseWriter, r *http.Request, chance *rand.Rand) {
	status, header, body := asked(server, r)
	say(w, status, header, []func() []byte{
		func() []byte { return nil },
		func() []byte { return body[:chance.IntN(len(body)+1)] },
		func() []byte { return append(bytes.Clone(body), body...) },
		func() []byte { return append([]byte("\ufeff"), body...) },
		func() []byte {
			body = bytes.Clone(body)
			for i := range body {
				if chance.IntN(20) == 0 {
					body[i] = byte(chance.Uint32())
				}
			}
			return body
		},
		func() []byte { return []byte(strings.Repeat("[", 20000)) },
		func() []byte { return []byte(strings.Repeat("[", 9000) + strings.Repeat("]", 9000)) },
		func() []byte { return []byte(strings.Repeat(`{"":`, 9000) + "0" + strings.Repeat("}", 9000)) },
		func() []byte {
			return []byte("<!DOCTYPE html><title>502</title><script>alert(1)</script>\x1b[2J\x00")
		},
		func() []byte { return []byte("null") },
		func() []byte { return []byte(`"` + strings.Repeat("\u202e", 1000) + `"`) },
		func() []byte { return bytes.Repeat([]byte("x"), hostileBody) },
		func() []byte { return bytes.Repeat([]byte("x"), hostileBody+1) },
	}[chance.IntN(13)]())
}

func otherStatus(server http.Handler, w http.ResponseWriter, r *http.Request, chance *rand.Rand) {
	_, header, body := asked(server, r)
	odd := []int{200, 201, 202, 203, 204, 205, 206, 226, 300, 301, 302, 304, 307, 308, 400, 401, 403, 404, 405, 408, 409, 410, 412, 413, 418, 422, 425, 429, 451, 500, 501, 502, 503, 504, 599, 600, 999}
	status := odd[chance.IntN(len(odd))]
	if status/100 == 3 {
		header.Set("Location", []string{r.URL.String(), "/", "http://other.example.com/", "\x7f:", ""}[chance.IntN(5)])
	}
	say(w, status, header, body)
}

func otherHeader(server http.Handler, w http.ResponseWriter, r *http.Request, chance *rand.Rand) {
	status, header, body := asked(server, r)
	names := []string{
		"Retry-After", "Content-Type", "X-Broker-Api-Request-Identity", "X-Broker-Api-Version", "Etag", "Date", "Www-Authenticate",
		"Set-Cookie", "Content-Language", "Authorization", "Server",
	}
	values := []string{
		"", "0", "-1", "1", "3", "99999999999999999999", "NaN", "1e9", "Fri, 31 Dec 9999 23:59:59 GMT", "Mon, 01 Jan 0001 00:00:00 GMT",
		"text/html", "application/json; charset=\"", "application/json; charset=utf-16", ";;;=", "\xff\xfe", "Basic c3VpdGU6c2VjcmV0",
		"caf\u00e9 \u202e", strings.Repeat("h", 50000),
	}
	for range 1 + chance.IntN(4) {
		name := names[chance.IntN(len(names))]
		if chance.IntN(4) == 0 {
			header.Del(name)
		} else {
			header.Add(name, values[chance.IntN(len(values))])
		}
	}
	say(w, status, header, body)
}

// dropped closes the connection, before the work is done or afterwards.
func dropped(server http.Handler, _ http.ResponseWriter, r *http.Request, chance *rand.Rand) {
	if chance.IntN(2) == 0 {
		asked(server, r)
	}
	panic(http.ErrAbortHandler)
}

// silence answers nothing, or begins to.
func silence(server http.Handler, w http.ResponseWriter, r *http.Request, chance *rand.Rand) {
	if chance.IntN(2) == 0 {
		status, header, body := asked(server, r)
		if chance.IntN(2) == 0 {
			say(w, status, header, body[:len(body)/2])
			_ = http.NewResponseController(w).Flush() // the client may be gone
		}
	}
	<-r.Context().Done()
	panic(http.ErrAbortHandler)
}

// torn closes the connection within the body.
func torn(server http.Handler, w http.ResponseWriter, r *http.Request, chance *rand.Rand) {
	status, header, body := asked(server, r)
	if chance.IntN(2) == 0 {
		header.Set("Content-Length", fmt.Sprint(len(body)+1))
	}
	say(w, status, header, body[:chance.IntN(len(body)+1)])
	_ = http.NewResponseController(w).Flush() // the client may be gone
	panic(http.ErrAbortHandler)
}

// slow sends a little at a time: in time, or not.
func slow(server http.Handler, w http.ResponseWriter, r *http.Request, chance *rand.Rand) {
	status, header, body := asked(server, r)
	pause := []time.Duration{time.Millisecond, time.Second, 7 * time.Second}[chance.IntN(3)]
	time.Sleep(pause)
	maps.Copy(w.Header(), header)
	w.WriteHeader(status)
	for len(body) > 0 && r.Context().Err() == nil {
		n := min(len(body), 1+len(body)/5)
		_, _ = w.Write(body[:n])
		_ = http.NewResponseController(w).Flush() // the client may be gone
		body = body[n:]
		time.Sleep(pause)
	}
}

func endless(server http.Handler, w http.ResponseWriter, r *http.Request, chance *rand.Rand) {
	status, header, body := asked(server, r)
	part := bytes.Repeat([]byte("[{\"a\":"), 1000)
	if chance.IntN(2) == 0 {
		part = append(bytes.TrimSuffix(bytes.TrimSpace(body), []byte("}")), bytes.Repeat([]byte(" "), 4096)...)
	}
	say(w, status, header, nil)
	for r.Context().Err() == nil {
		if _, err := w.Write(part); err != nil {
			return
		}
	}
}

// bomb is a little gzip that becomes far more than anybody reads.
var bomb = sync.OnceValue(func() []byte {
	var out bytes.Buffer
	zip, _ := gzip.NewWriterLevel(&out, gzip.BestCompression) // a valid level
	zeros := make([]byte, 1<<20)
	for range 32 {
		_, _ = zip.Write(zeros) // to memory
	}
	_ = zip.Close()
	return out.Bytes()
})

func zipped(server http.Handler, w http.ResponseWriter, r *http.Request, chance *rand.Rand) {
	status, header, body := asked(server, r)
	header.Set("Content-Encoding", []string{"gzip", "gzip", "gzip", "GZIP", "br", "gzip, gzip", "identity"}[chance.IntN(7)])
	var packed bytes.Buffer
	zip := gzip.NewWriter(&packed)
	_, _ = zip.Write(body) // to memory
	_ = zip.Close()
	say(w, status, header, [][]byte{bomb(), body, packed.Bytes(), packed.Bytes()[:packed.Len()/2], nil, append(packed.Bytes(), packed.Bytes()...)}[chance.IntN(6)])
}

// mislabelled says another length than it sends, and the like.
func mislabelled(server http.Handler, w http.ResponseWriter, r *http.Request, chance *rand.Rand) {
	status, _, body := asked(server, r)
	n := len(body)
	labels := []string{
		fmt.Sprintf("Content-Length: %d", n/2), fmt.Sprintf("Content-Length: %d", n+10), "Content-Length: -1", "Content-Length: 0",
		fmt.Sprintf("Content-Length: %d\r\nContent-Length: %d", n, n+1), "Content-Length: 99999999999999999999", "Content-Length: x",
		"Transfer-Encoding: chunked", "Transfer-Encoding: gzip", fmt.Sprintf("Transfer-Encoding: chunked\r\nContent-Length: %d", n), "Connection: close",
		"Content-Length: 9223372036854775807",
	}
	raw(w, func(to *bufio.Writer) {
		fmt.Fprintf(to, "HTTP/1.1 %d Odd\r\nContent-Type: application/json\r\n%s\r\n\r\n%s", status, labels[chance.IntN(len(labels))], body)
	})
}

// gibberish is no HTTP, or hardly.
func gibberish(server http.Handler, w http.ResponseWriter, r *http.Request, chance *rand.Rand) {
	if chance.IntN(2) == 0 {
		asked(server, r)
	}
	line := strings.Repeat("X-Filler: "+strings.Repeat("f", 4000)+"\r\n", 3000)
	raw(w, func(to *bufio.Writer) {
		_, _ = to.WriteString([]string{
			"", "\r\n\r\n", "SSH-2.0-OpenSSH_9.6\r\n", "HTTP/1.1 OK\r\n\r\n", "HTTP/9.9 200 OK\r\n\r\n{}", "HTTP/1.1 20000 OK\r\n\r\n",
			"HTTP/1.1 200 OK\r\nbroken header\r\n\r\n{}", "HTTP/1.1 200 OK\r\n : \r\n\r\n{}", "HTTP/1.1 200 \x1b[2J\x00\r\nX: \x1b[31m\r\nContent-Length: 2\r\n\r\n{}",
			"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",
			strings.Repeat("HTTP/1.1 100 Continue\r\n\r\n", 300), strings.Repeat("HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\n", 3) + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",
			"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: odd\r\n\r\nand then", "HTTP/1.1 200 OK\r\n" + line + "\r\n",
			"HTTP/1.0 200 OK\r\n\r\n{}", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nTrailer: yes\r\n\r\n",
		}[chance.IntN(17)])
	})
}

// raw writes to the connection itself and closes it.
func raw(w http.ResponseWriter, write func(*bufio.Writer)) {
	conn, buffer, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(time.Hour))
	write(buffer.Writer)
	_ = buffer.Flush() // the client may be gone
}
