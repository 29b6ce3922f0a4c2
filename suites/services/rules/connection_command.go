package rules

import (
	"errors"
	"path"
	"strings"
)

// command is what a psql command line says.
type command struct {
	// password is what the first word sets PGPASSWORD to; hasPassword is false when it does not.
	password    string
	hasPassword bool
	// host, port, user and database are "" where the command leaves them out.
	host, port, user, database string
	// unsafe is the first character that a shell would not take as it is, or 0.
	unsafe byte
}

// arguments reads options in all the forms that psql takes, and the database and the user as words without option.
func (c *command) arguments(words []string) {
	options := map[string]*string{
		"-h": &c.host, "--host": &c.host, "-p": &c.port, "--port": &c.port,
		"-U": &c.user, "--username": &c.user, "-d": &c.database, "--dbname": &c.database,
	}
	var plain []string
	for i := 0; i < len(words); i++ {
		word := words[i]
		name, value, inline := strings.Cut(word, "=")
		if !strings.HasPrefix(word, "--") {
			name, value, inline = word, "", false
			if len(word) > 2 && word[0] == '-' {
				name, value, inline = word[:2], word[2:], true
			}
		}
		target, known := options[name]
		switch {
		case known && inline:
			*target = value
		case known && i+1 < len(words):
			i++
			*target = words[i]
		case !strings.HasPrefix(word, "-"):
			plain = append(plain, word)
		}
	}
	if c.database == "" && len(plain) > 0 {
		c.database, plain = plain[0], plain[1:]
	}
	if c.user == "" && len(plain) > 0 {
		c.user = plain[0]
	}
}

// readCommand reads a psql command line. The error says why a shell would not run psql.
func readCommand(text string) (command, error) {
	words, unsafe, err := split(text)
	if err != nil {
		return command{unsafe: unsafe}, err
	}
	c := command{unsafe: unsafe}
	if len(words) > 0 && strings.HasPrefix(words[0], "PGPASSWORD=") {
		c.password, c.hasPassword = strings.TrimPrefix(words[0], "PGPASSWORD="), true
	}
	for len(words) > 0 && isAssignment(words[0]) {
		if port, ok := strings.CutPrefix(words[0], "PGPORT="); ok {
			c.port = port
		}
		words = words[1:]
	}
	if len(words) == 0 {
		return c, errors.New("it runs no program")
	}
	if path.Base(words[0]) != "psql" {
		return c, errors.New("it does not run psql after what it assigns")
	}
	c.arguments(words[1:])
	return c, nil
}

func isAssignment(word string) bool {
	name, _, ok := strings.Cut(word, "=")
	return ok && name != "" && strings.Trim(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789") == ""
}
