using System.Security.Cryptography;
using System.Text;

namespace Passerelle.Gateway.Rest.Http;

/// <summary>How the few HTML pages look, and the policy that lets them have just this style.</summary>
internal static class PageStyle
{
    public const string Text = """
        :root{color-scheme:light dark}
        body{margin:0;font:16px/1.6 system-ui,sans-serif;color:light-dark(#1b1b1b,#eee);background:light-dark(#fff,#161616)}
        main{max-width:48rem;margin:3rem auto;padding:0 1.5rem}
        h1{font-size:1.6rem;line-height:1.25;margin:0 0 1rem}
        a{color:light-dark(#0b4f9e,#8ab8ff)}
        a:focus-visible{outline:3px solid currentColor;outline-offset:2px}
        ul{list-style:none;padding:0;border-top:1px solid light-dark(#ddd,#333)}
        li{padding:.6rem 0;border-bottom:1px solid light-dark(#ddd,#333)}
        code{font:.95em ui-monospace,monospace}
        """;

    public static string Policy { get; } =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Text)))}'; base-uri 'none'; frame-ancestors 'none'";
}
