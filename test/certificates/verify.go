// Verifies paths as Go's crypto/x509 does: folders of leaf.pem, chain.pem and roots.pem; one line of JSON for each.
package main

import (
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"os"
	"path/filepath"
)

func certificates(path string) []*x509.Certificate {
	rest, err := os.ReadFile(path)
	if err != nil {
		panic(err)
	}
	var found []*x509.Certificate
	for {
		var block *pem.Block
		block, rest = pem.Decode(rest)
		if block == nil {
			return found
		}
		certificate, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			fmt.Fprintln(os.Stderr, path, err)
			continue
		}
		found = append(found, certificate)
	}
}

func main() {
	host := os.Args[1]
	for _, folder := range os.Args[2:] {
		roots, intermediates := x509.NewCertPool(), x509.NewCertPool()
		chain := certificates(filepath.Join(folder, "certificateChain.pem"))
		for _, each := range certificates(filepath.Join(folder, "trustedCertificates.pem")) {
			roots.AddCert(each)
		}
		answer := "no certificate"
		if len(chain) > 0 {
			for _, each := range chain[1:] {
				intermediates.AddCert(each)
			}
			_, err := chain[0].Verify(x509.VerifyOptions{DNSName: host, Roots: roots, Intermediates: intermediates})
			answer = "yes"
			if err != nil {
				answer = err.Error()
			}
		}
		line, _ := json.Marshal(answer)
		fmt.Println(string(line))
	}
}
