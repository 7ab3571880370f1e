import { inflateSync } from "node:zlib";

/*
 * By h5py 3.16, deflated, in base64: `w` of two float32, never written, or in another file.
 *
 *     with h5py.File(path, "w", libver="latest") as f: f.create_dataset("w", (2,), "<f4", fillvalue=7)
 *     with h5py.File(path, "w", libver="latest") as f: f.create_dataset("w", (2,), "<f4", external=[("other.bin", 0, 8)])
 */
export const hdf5Filled: Buffer = blob(
  "eNrr9HBx4+WS4mLm4GCAgf9QsJ8RwjeAisdb/Pvi7+ESxMRQwSSErBAGuJgYgFrYeBiAFGP5Zph5HgxUAxNvvPMHOwFoAaMIAwMTIyMjE1QORjOLMDAKKsgzsIB5CgziHAzi9UAWKxcDI7MWRPSBAwfQB8yMMJfDPb+CYciA1qRV5wDLbjIV",
);
export const hdf5External: Buffer = blob(
  "eNrr9HBx4+WS4mLm4GCAgf8wwAjhG0DFy1eyPvD3cAliYqhgEkJRCAVcTAxALWw8DECKsXwzzDwPBqqBiTfe+YOdALSAUYSBgYmRkZEJKgejmUUYGAUV5BlYwDwFBnEOBvF6IIsV6DpmLnYNoE4GsAsZ9kM9yIFmC4zPAfQlMyPMd3BVLQyDAkxVjfvv4eoYAPElBAhA6fuMqGor9JIy88C+RlUHALrVNTo=",
);

/*
 * Links into another file, one and ten, which no header has room for.
 *
 *     with h5py.File(path, "w", libver="latest") as f: f["w"] = h5py.ExternalLink("other.h5", "/model/w")
 *     with h5py.File(path, "w", libver="latest") as f: for i in range(10): f[f"w{i}"] = h5py.ExternalLink("other.h5", "/model/w")
 */
export const hdf5Link: Buffer = blob(
  "eNrr9HBx4+WS4mLm4GCAgf9QsBnKN4DSU0PDuv09XIKYGCqYhJAVwgAXEwMjAwObFAMDI4cDY7kwA0N+SUZqkV6GKYN+bn5Kao5+OQODFQMF4AQH62EAWZwmoQ==",
);
/** `libver="latest", track_order=True`, and the name is 150 times é: of two bytes is its length, and its number lies before it. */
export const hdf5OrderedLink: Buffer = blob(
  "eNrr9HBx4+WS4mLm4GCAgf9QsJsRwjeAis9wNT/n7+ESxMRbz8ikBBZiZkTTgw64mBjAStg8QRSjrAPMEkYdxsMrRyGxkJeBIb8kI7VIL8OUQb+cQTH03nwAc/ICDw==",
);
export const hdf5Links: Buffer = blob(
  "eNrr9HBx4+WS4mLm4GCAgf9QUMIG4RtAxT2Ozf3o7+ESxMQowsgkBBIJYITIPILSXEwMINYXhhEJ8puChNyCPAIY2IEcJgYBBowQvQvlczBBGeg0FHARaSMLkk5IFCgA6RIWmJh0/6q5TiEeLgysIHXcQJEUjSgmmB0wWxSnJei4BQNVMdxFMQtBI+wLYKgA2gGTiYLaJMWASi/f9lPWKcTHjYG1IO2yEEMjyCkMmR4L5BjSwEweQ5lgcLKSZmDqXZrPMAfMfHbAag7DdjDzwvtJCxlEwcxg3hlnGLzBzPh6kecMHIwg5oqjEs8ZLoFF++IbXjK8BTO5Py9/yDAKBgVwCw52hSd0RmDKUgalGY2A7+JuHi5O8KIDBGy1NXUYORyYyg2EgbmoJCO1SC/DlEE/Nz8lNUe/nAEsZYhbygi3lDFuKRPcUqa4pcxwS5njlrLALWWJVWpYAwAJjo8W",
);

/*
 * Names of names; thirteen names, which no header has room for, by their order as well; elements of many types.
 *
 *     f["a/w"] = np.array([1.5, -2], "<f4"); f["a/deep/v"] = np.array([[1, 2], [3, 4]], ">i2"); link = h5py.SoftLink
 *     f["abs"] = link("/a/w"); f["a/rel"] = link("deep/v"); f["a/dot"] = link("./deep/./v"); f["chain"] = link("a/rel")
 *     f["none"] = link("/a/gone"); f["through"] = link("/gone/w"); f["a/up"] = link("/abs"); f["loop"] = link("loop")
 *
 *     for i in range(12): f[f"w{i}"] = np.array([i], "u1")                    # libver="latest"
 *     f["again"] = h5py.SoftLink("w3")
 *
 *     for i in range(12): f[f"w{11 - i}"] = np.array([i], "u1")               # libver="latest", track_order=True
 *
 *     for t in ["<f8", ">f4", "<f2", "i1", "u1", "<i8", ">i4", "?"]:
 *         f[t.strip("<>?") + ("be" if ">" in t else "") or "flag"] = np.array([1, 0, 1], t)
 *     f["text"] = "hello"; f["scalar"] = np.float64(2.5); f["empty"] = np.zeros((0, 3), "<f4")
 *     f["big"] = np.zeros((2, 3, 4), "<f4"); f["void"] = np.void(b"ab"); f["rec"] = np.zeros(2, [("a", "<f4")])
 *     f["u2"] = np.array([7], "<u2")
 */
export const hdf5Names: Buffer = blob(
  "eNrtWL1PwkAUf1c+UklMikFLXOzIRBndxERMJyXqwAhKAyaEEgRx0xE3R/8ER0dH/wz/DEc2vM9qTy4YBULkfgO/vo9e37t7r9z13js4XE9tp4DANCEOFnzFmGNkR2Vhr3JGnIecnwyhR9SW5fo0H1/2OzsplYj3WEIYCA+rCBqrCK+0Xyb8LNXd49Z8n4sgwWobCZlVMkJMwcs35Bi2E0va2cG9ROCAbYJ9y+0JMKndMAw6gMnHiyF8yZpQimC4VOug6ucKSxZukj/rZy89OVuN1eznstDbi+7nHGNjcj9/72+L3mqtCZ01pa9NRV/fLclKvO6RHxy8gZOL68rU0NDQ0ND4/zg9Oj5AkAx3J4V49Dwv7+st6buA2BdlpXEdhV9O8isr/CqSX0Hhtyv5FRV+3kLmMRHOz8NGdB5fuPyWic6DHGdBGjer8HN+mbdYZye2nPWoOl/K8zftfFne1OdLfb78fI+Ivhxlon7XEO1TbybvgfBjDrwn9Vr8BTXB51eU3Zo7IHzRrF22id7t+i3M7aDtc3uDXPaa3aDfaAKV8C2tIOgQu2Ak/f/MCgPOdd+nz2HRMdnFxVYPelTOu1STd3kB9jvA82OJiviqc5rXD0juxw8=",
);
export const hdf5Dense: Buffer = blob(
  "eNrr9HBx4+WS4mLm4GCAgf9QcEAKwjeAii/cKhDo7+ESxMRQwcXEwMjAwCQEEvZhh0irCEPVRTDQDKh4qC4BO4GRgZFRBOgCRiCAysFoZh4GRgE4n4OBFehWZi4OoFuZGRk4UNUy7GAYsmDXBEVBSsKCcRiFRdHhKxyUhAXTMAqLNy8u11ESFszDKCzsBJdXURIWLMMoLM65fhWhJCxYh1FYXO+xFaa6oW5BHgEMoMqQiUGAAaM2dYCGmxfMYiY0Ggp4ibSNBUknxGgFIH1AAiZWNVHhuVtwsCvcQkagCw6AGKdcpl+DG8PIxMzCysbOwcnFzTAKRsEoGAWjYBSMghEBKGkQsg2jBuFfhQ0XKQkL9mEUFq9mlZtSEhYcwygsrFR93Z1CPFwYWEGtbVATOUVjjjCspQ5rqz/5pe3mFgxUxQBr5aOHF6LVHsBQAWypw2TuQQfPoENtcLorxT3VKcTHjYE16KAmM8NmsHUFaZeFGDzBzEyPBXIMNmAmj6FMMIMSmMnUuzSfIQzMfHbAag5DMph54f2khQyiYOaVS3uXM0wHMvkYgnlnnGHQB4ueXPHvCcNSsGh8vchzhi6w6IqjEs8ZCsDMvviGlwy1ELWKunKjxeagL5s5h1EeFJ7RWk5JWHANo7D4ZSV8gZKw4B5GYXF6Wfs/Nw8XJ/gMBAhEcdnYMjIwlRtshocKU7nhfkYEx+g0E4JjfJ0ZwTF5zILgmL5nRXDMYCM6II45jyCCYyEhhOBYzhGFcZjLDQ1WiCHxDLeIQ3kcjKyJ6YmZeUwM5cajpRxlAABSU5oZ",
);
export const hdf5Ordered: Buffer = blob(
  "eNrtWU1oE0EUfrP/2aTYZNOQxr9EFIRiadT6E1AxpNs9+FOyxWsvIogHpZdUDzGXKoIWFYQigorYFj0oUkQEURAPtlJqG+jFi1BsK4aeBLEY3Z3ZmZp6ERYMbve7vPe+mc3ufu8x+2ZyycjpDWpC5RUFKH46yK8ncZvDDzxc6jtq5PJcaJTbhBk+5Axt1oidkIl96sQqBwg7Rag7rsWaO/HjI0AoCsAhC84YtdYLoUYWKyBaz8+rSsQaQaDUzoVn8N/i+dVU2I0WyENa9L4uK2604DykxZf56aIbLXgPabE/PHzOjRaCh7SY6Pga1U2zAz44CzuqAGj2m91rmomzaW7kEj0k18zlfVo97pvtNnIgAgcQtKLjW1ujhA8B/VCXxm8nay5BHC+IkqwE1CD48OHDhw8fPlYF3HRskoc6th/Jx+/daCF7SIvPNwvtbrRQPKRFZsvhTj1vdIF9sMVB4/IIPSWrODHdGdndd40F2oP/HYTfriQKJi2bX0u5lN47ivt8yZ63hvT5sZV9/tlHH+d105oFlRWZQ3/crwv6IMlGWiTCJ6DWjj05MJvtPqSDeObEdAQeWFQTnDTubICX2A2l15mwgF3uyv3TcAO7n15lbkEJu5OL1+9CFbvlqRfD0GK5MTAbBt9BGbNvR6qzlrHZnvPROTiI2ZE38Tk4hd2BntICHMPukP5tm796//v9pZV/iYUkV6ygSEJZ8ZL08TQkeRNoSDIq0pCUCPtpUjwyDUmxsRNqUnABGpLqUWlIapDtZknFjV0ocn7+6tktBDz0VdAG+wtutFA9pMX3jDbpRough7QYH7pY1Y1clv0fZqNfTpmIrXt8IZ1epPIIaJltW0KUZR1EYa/MU5Jn5B5NoKTAyN0bRUqKjNx1RKKkxMh22sUgQWbkzlCYkgojd8QjlAwwcntrnJIqI9OZZkoGGdmmJ1bhGvkLroGn2Q==",
);
export const hdf5Types: Buffer = blob(
  "eNrtWk9vEkEUf7OwOKIGUNuiFzHxgNUqNhw8mEBjqRwaS2yNPRYqFhIMTUWDJz3izSMfoUe/ifGm36LfoLI77y3s4g5/YuuC7xfIY2Z/nWV+ffOGefu+FNc3rkRvRsGClBCGOAziFHGScbfp+h5agbaD9tigfmFfS2J/Asf38nZeFAoAIWd8730yYWXz1JFW5pDGeahsDRjziGJhrWTZb9j+TP63eLb3FWAq3xbUVp4shOoIIa9vkzY1kcqBRI/NXoLsKRLMXq913TAMewCJ44UE0p2VAp4VFQxsP99aFxBx1n3tnp6/S3ZZz6NZdyJ6HkWntqnnoZiQCul5FE/y189Xx6n96vYtUKEwBUsSlj7BKL9KohSXA+1X06+zGBjoGVETorGRetxBPSKB1uN8cZLztnMYYG37xHr39nH75f2/DX20aObAmu5Twvmznki5Qp8u8J7JYDAYDMbf+90Vt6lxSX8iR/zeWpbuEQhf50sPGFePlf9DDwnO+VevR8bn3DtnelwE59ym16Poc16bFz3SKh9owFAc2Vjb3C6AlQt8WaCTg79OOz7rqB0wPaTrEETn1hs9feLauAGe+b6S7gwIoTsT+8ybx2izlaptV1W7/kjZ92jryKsTr1E+sGyr2m5Z9t1+uVE+Aqi+PWx97LUrdfsyfGjWX1v2qLqvxlt1Hz4zvNX/Ec+ebm2KAbcSTv5EoVZtNJoD/J8x1ozBYDAYDAaDwWAwGIxZg6rnCWNWEobTSx5gegYy1/Q8yrekrup5VL/XWZltHcfN+01eF3aAeT/puWN3xvRQBZvCcFeQeLO3w/U9k9Y7eStHCUHLC6uVJEKqw/DMH8tdffun16eJjrTn+Ya1gK0X9f0XUAP/+XyXbqUIxzMeP9zPUYwhfyja1EWhfKI85n0m95cfPvFn95/q4RSbOXr0n8MaAxuZ/7x++fhNMJ+zqX3ahBK2i3f1/CLa0oKel6ZtP6HnUfTsPtDzKIq07wdznf0GADOCBg==",
);

/*
 *     f["l0"] = np.array([7], "u1")
 *     for i in range(1, 11): f[f"l{i}"] = h5py.SoftLink(f"l{i - 1}")
 *     f.create_dataset("unwritten", (2, 3), "<f4"); f.create_dataset("none", (0, 2), "<f4", fillvalue=7)
 *     f.create_dataset("zero", (2,), "<i2", fillvalue=0)
 */
export const hdf5Chain: Buffer = blob(
  "eNrtWL9PwkAUftcWbEhMij+CcZGREfyJmyZgmJSogyMLiSakEIKRuMgIG6OjI6N/gqOjo6P/idLeew199epA1EbvG/ryvvty13t3vfS7Ua1ytJhZz4AH2wYLHJjFO+J1NZxTewOjwDjEODGIF37bGvJZ7J/rzk+rVQAz6J+PU7QwYl5Iy9jBfLwi4zNo/EXUqod1f7/hRnuhBud7xxWQkntbUC53shAitO8pmtMXEvhakrP9Z2oavdwwDCFZ2Y8pUBD0QBgnch3Ojk8qwp+NRN6M1zvsHMHPPTgPCA8K3YTp8gpdgemKCl1Zf0pzrLsFB4q61pi+rtBdMF1Dobtkuo5C19dLMxcWdAk0NDQ0NDT+LVr4w9wqsXyT8VuM32b8DuN3Gb/H+DLj9xlfKob4a/eme9XrNV18b7ftNr142+y2Z11UUtxT1D9KpyKkDQQj8I3waW5OnZKnzOY3wEIHlLMhd4ftal9Jf8rcafV/uR7p2HoAqwNE6vJVPZygHrL9zbcsFtaJuGidQOFMfroe4fsFIzJ/vF+wiXMi856tHc2buOi8rUTtD7pfGCj83lBxS8J190z3RD5yKX78R1r9bLyO7hkHy8k8zz8AtpvAZg==",
);

/** Four hundred names of one dataset, `n000` to `n399`, in a tree of two levels. */
export const hdf5Many: Buffer = blob(
  "eNrtnUuMYnkVh6Ef03Q7Rkaj4jhRokYxauScU1VcjEYmTk9wojPojBGND9SoxIkTND5QoxIfkYmPsGTJwihRFyxZsmTJkiXLWrJkp91dHzUyi5lfJt0T85e76Fun6uvfv8+p+13upQr6xeYTT77x1qO3cne3QiF3LVfM/ff2b7bJvw7r/dc77PPsh+ynV/afz9/7WonPP0L+y7nnPn/7di5/7TL/5etMPnmxH1xl/wm+cIP6efYXneTKn6N+OHfcEtiatx9v3fvgbRxnfF+3f3mw6+Zz13Oj/EsHeJ4jOZ/PHxz3+/3VO8f33Y+Ll58r3Pvz+p393frKlSv5i89e5FzNA1wm7LfR/+T34dmnn3kif+cswT86V776ynxR5EoiVxa54/Zgvu8Vcf5VkctErnH8vj+Q7cZxBMftuB2343bcjtv/7XVdU7y+aolcW+Q6iVzX7efYFfvpiVxf5AaJzbGZF49HkWuLXCefxhxfbb5D8XgZidxY5CaJHadTsZ+ZyM1FbpHYHJdiPyuRW4vcJrE5nov9bEVup84nn9YcC2I/RZEriVw5sTlWxH6qIpeJXCOxOe5/TvaqjzMiNxe5xZW05rgU+1mJ3FrkNonM8TXfF4k+9kSuL3KDxM4DQ7GfkciNRW6S2vlU7GcmcnORWyQ2x6XYz0rk1iK3SWyO52I/W5HbqfNJ7PG9IPZTFLmSyJUTm2NF7KcqcpnINRKbY1PspyVybZHrJDbHrthPT+T6IjdIbI5DsZ+RyI1FbpLa8XhdPB5Fri9yg+uJHY9iPyORG4vcJLE5TsV+ZiI3F7lFYnNciv2sRG4tcptE5vi63S+Jjydbkdupj09XE7tfEvspilxJ5MqJzbEi9lMVuUzkGonNsSn20xK5tsh1EptjV+ynJ3J9kRskNseh2M9I5MYiN0lsjlOxn5nIzUVukdgcl2I/K5Fbi9wmsTmei/1sRW6nzudaYtePYj9FkSuJXDmROd573XPusZde3/z84eNoqXb4eNDJDs9r0/qhn9uPHR5n2ccP57V4nOtG6sKnyKVuPcH61OPbrE+9eZIc6gq/OL6h7n2a9bmfnT/F+tS5z7A+dfOzrE9d/RDrU/c/fPh8zeIjh887FD56eP88+hLrPMT57cusT13+CutTd7/K+tSzr7E+9e7rrE/d+AbrUw+/yfrUq2+x/o37e3zsXw9/+br3/f3E3gPqyv7feSke/VE2H6G//fntLfS3v+94K/3tr+d4vfWGevl2PuDni8V3sD51+1HWpx69mfWpO+8il3r6btan3tLI/ufk2XtYn3rwXtbnfn35PtanLr6f9anbH2Bd6gkvYN0/r3/+QT6///o7WX//9cdYn3pWPXweYGeH56FGHN6XDU8O7y9Wp4d+37f7T/F8WBW5TOQaiT2eNcV+WiLXFrlOYnPsiv30RK4vcoPE5jgU+xmJ3FjkJonNcSr2MxO5ucgtEpvjUuxnJXJrkdskNsdzsZ+tyO3U+ST287qC2E9R5EoiV05sjhWxn6rIZSLXSGyOTbGflsi1Ra6T2BzPb4nnR5HbiVzuDYmdH8V+iiJXErlyInO8eP7lTZfPy10+D8PxVPoj18vUnT9x3Uc9/TPXL9Sjpw+Ps/Uzh/NqPMueevgcudSrL3CfQ136IutTb//K+tTZ31ifevB31uf985a8gLlMXfwH61O3/8nfO76P4is/forHe1XkMpFrJHa+aor9tESuLXKdxObYFfvpiVxf5AaJzXEo9jMSubHITRKZ43F7jde/4vX8VuR26v3BQ4ld/4r9FEWuJHLlxOZYEfupilwmco3E5tgU+2mJXFvkOonNsSv20xO5vsgNEpvjUOxnJHJjkZskNsep2M9M5OYit0hsjkuxn5XIrUVuk9gcz8V+tiK3U+dzI7HrR7GfosiVRK6c2BwrYj9VkctErpHYHJtiPy2Ra4tcJ7E5dsV+eiLXF7lBYnMciv2MRG4scpNE5rj//d797/Xu/9+q/eNo6duHjwed7xye16bfPfRz2z08zrLvHc5r8n2uG6nPX+D6h7q6f2Nq/oOf/g9Yn3rxQ9anLvyI9albP2Z96vFPWJd681NyqCs/4/PUvZ+z/k2ug3/B+tS5X7I+dfNXrE89+jXrU68HrE9d/g3rU3d/y/rUs9+xDj+v2/2ev0fd+AN76iFvpNyhXr3I+rfu8/2FeLzPRG4ucovEzldLsZ+VyK1FbpPYHM/FfrYit1PnU0js/kLspyhyJZErJzbHithPVeQykWskNsem2E9L5Noi10lsjl2xn57I9UVukNgch2I/I5Ebi9wksTlOxX5mIjcXuUVic1yK/axEbi1ym8TmeC72sxW5nTqfm4ldP4r9FEWuJHLlxOZYEfupilwmco3E5tgU+2mJXFvkOonNsSv20xO5vsgNEpvjUOxnJHJjkZskNsep2M9M5OYit0hsjkuxn5XIrUVuk9gcz8V+tiK3U+dzK605FsR+iiJXErlyYnOsiP1URS4TuUZic2yK/bREri1yncTm2BX76YlcX+QGic1xKPYzErmxyE0Sm+NU7GcmcnORWyQ2x6XYz0rk1iK3SWSO++2FarXK3tg7+2B/wv6U/Rn7GvuMff1ib+QZeUaekWfkGXlGnpFn5Bl5Tp6T5+Q5eU6ek+fkOXlOnpMX5AV5QV6QF+QFeUFekBfkBXkn5J2Qd0LeCXkn5J2Qd0LeCXkn5J2Qd0reKXmn5J2Sd0reKXmn5J2Sd0reKXln5J2Rd0beGXln5J2Rd0beGXln5J2RVyOvRl6NvBp5NfJq5NXIq5FXI69GXkZeRl5GXkZeRl5GXkZeRl5GXkZenbw6eXXy6uTVyauTVyevTl6dvPpFnuGH4Yfhh+GH4Yfhh+GH4Yfhh+GH4Yfhh+GH4Yfhh+GH4Yfhh+GH4Yfhh+GH4Yfhh+GH4Yfhh+GH4Yfhh+GH4Yfhh+GH4Yfhh+GH4Yfhh+GH4Yfhh+GH4Yfhh+GH4Yfhh+GH4Yfhh+GH4Yfhh+GH4Yfhh+GH4Yfhh+GH4Yfhh+GH4Yfhh+GH4Yfhh+GH4Yfhh+GH4Yfhh+GH4Yfhh+GH4Yfhh+GH4Yfhh+GH4Yfhh+GH4Yfhh+GH4Yfhh+GH4Yfhh+GH4Yfhh+GH44fjh+OH44fjh+OH44fjh+OH44fjh+OH44fjh+OH44fjh+OH44fjh+OH44fjh+OH44fjh+OH44fjh+OH44fjh+OH44fjh+OH44fjh+OH44fjh+OH44fjh+OH44fjh+OH44fjh+OH44fjh+OH44fjh+OH44fjh+OH44fjh+OH44fjh+OH44fjh+OH44fjh+OH44fjh+OH44fjh+OH44fjh+OH44fjh+OH44fjh+OH44fjh+OH44fjh+OH44fjh+OH44fjh+OH40fgR+BH4EfgR+BH4EfgR+BH4EfgR+BH4EfgR+BH4EfgR+BH4EfgR+BH4EfgR+BH4EfgR+BH4EfgR+BH4EfgR+BH4EfgR+BH4EfgR+BH4EfgR+BH4EfgR+BH4EfgR+BH4EfgR+BH4EfgR+BH4EfgR+BH4EfgR+BH4EfgR+BH4EfgR+BH4EfgR+BH4EfgR+BH4EfgR+BH4EfgR+BH4EfgR+BH4EfgR+BH4EfgR+BH4EfgR+BH4EfgR+BH4EfgR+BH4EfgR+BH4Edc+JHfP69yM3fcjttxO27H7bgdt+N23F6Pn0eI7682E7m5yC0Se3+8pdjPSuTWIrdJbI7nYj9bkdup83k4rTkWxH6KIlcSuXJic6yI/VRFLhO5RlJzLOSaYj8tkWuLXEfkuiLXE7m+yA1E7j8Ex92k",
);

function blob(text: string): Buffer {
  return inflateSync(Buffer.from(text, "base64"));
}
