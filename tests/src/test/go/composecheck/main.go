// composecheck prints the compose-spec JSON schema, or a compose file as compose-go loads it.
//
//	composecheck schema
//	composecheck load COMPOSE_FILE [PROFILE...]
//
// Variables come from the file .env beside the compose file alone.
package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/compose-spec/compose-go/v2/schema"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(arguments []string) error {
	if len(arguments) == 1 && arguments[0] == "schema" {
		_, err := fmt.Print(schema.Schema)
		return err
	}
	if len(arguments) < 2 || arguments[0] != "load" {
		return fmt.Errorf("usage: composecheck schema | load COMPOSE_FILE [PROFILE...]")
	}
	file := arguments[1]
	options, err := cli.NewProjectOptions(
		[]string{file},
		cli.WithWorkingDirectory(filepath.Dir(file)),
		cli.WithEnvFiles(filepath.Join(filepath.Dir(file), ".env")),
		cli.WithDotEnv,
		cli.WithProfiles(arguments[2:]),
	)
	if err != nil {
		return err
	}
	project, err := options.LoadProject(context.Background())
	if err != nil {
		return err
	}
	text, err := project.MarshalJSON()
	if err != nil {
		return err
	}
	_, err = os.Stdout.Write(text)
	return err
}
