// Prints what hashicorp/hcl makes of files of HCL, one line of JSON for each file whose path is a line of the input: arguments and
// blocks with their extents in bytes, or the line of the first fault. The scanner in linter/read/hcl is compared with it.
package main

import (
	"bufio"
	"encoding/json"
	"os"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

type item struct {
	Name   string   `json:"name"`
	Labels []string `json:"labels,omitempty"`
	Line   int      `json:"line"`
	Start  int      `json:"start"`
	End    int      `json:"end"`
	Body   []item   `json:"body,omitempty"`
}

type result struct {
	File  string `json:"file"`
	Fault string `json:"fault,omitempty"`
	Line  int    `json:"line,omitempty"`
	Items []item `json:"items,omitempty"`
}

func items(body *hclsyntax.Body) []item {
	found := []item{}
	for name, attribute := range body.Attributes {
		extent := attribute.Expr.Range()
		found = append(found, item{Name: name, Line: attribute.NameRange.Start.Line, Start: extent.Start.Byte, End: extent.End.Byte})
	}
	for _, block := range body.Blocks {
		found = append(found, item{
			Name: block.Type, Labels: block.Labels, Line: block.TypeRange.Start.Line,
			Start: block.TypeRange.Start.Byte, End: block.CloseBraceRange.End.Byte, Body: items(block.Body),
		})
	}
	return found
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	encoder := json.NewEncoder(os.Stdout)
	for lines.Scan() {
		path := lines.Text()
		source, err := os.ReadFile(path)
		if err != nil {
			panic(err)
		}
		file, diagnostics := hclsyntax.ParseConfig(source, path, hcl.InitialPos)
		out := result{File: path}
		if diagnostics.HasErrors() {
			out.Fault = diagnostics[0].Summary
			if diagnostics[0].Subject != nil {
				out.Line = diagnostics[0].Subject.Start.Line
			}
		} else {
			out.Items = items(file.Body.(*hclsyntax.Body))
		}
		if err := encoder.Encode(out); err != nil {
			panic(err)
		}
	}
}
